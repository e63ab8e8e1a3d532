/** The YAML files of a folder that the user may or may not have made. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Paths of its `*.yaml` and `*.yml`, by name, folders inside it left out; none where there is no such folder. */
export function yamlFilesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
      .filter((name) => /\.ya?ml$/i.test(name))
      .sort()
      .map((name) => join(dir, name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
