/** Before all specs: the page is built where it is missing or older than its sources, once. */
import { desktopBuild, ensureBuilt, rendererBuild } from '../../../electron/hosts/start/built.ts'
import { root, whyNot } from './browsers.ts'

export default function globalSetup(): void {
  const say = (text: string) => console.error(text)
  // The desktop build empties `dist`, so it goes first; without Electron nobody needs it.
  if (whyNot('desktop') === null && !ensureBuilt(root, desktopBuild, say))
    throw new Error('The desktop app could not be built')
  if (!ensureBuilt(root, rendererBuild, say)) throw new Error('The page could not be built')
}
