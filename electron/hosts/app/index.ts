/** What the hosts share: the host's entries, one door to engine and host, the built page and the headers it goes with. */
export { appCaller } from './appCaller.ts'
export { contentSecurityPolicy, guardHeaders } from './contentSecurity.ts'
export { configFolder, createHost, type HostHandlers, type HostOptions } from './host.ts'
export { installation, keyFolders } from './installation.ts'
export { readJsonFile, writeJsonFile } from './jsonFile.ts'
export { Page, type PageFile } from './page.ts'
export { sampleNames, samplePaths, samplesFolder } from './samples.ts'
