import { type CommandSpec, caseOption, exitCodes, jsonOption, duplicatesOption, zoneOption } from '../command.ts'
import { grouped, tableLines } from '../table.ts'

/** Values per field where `--top` is not given. */
const TOP = 10

export const facetsCommand: CommandSpec = {
  name: 'facets',
  usage: '[QUERY]',
  summary: 'Count the values of fields among the events that match.',
  options: [
    caseOption,
    { name: 'fields', value: 'a,b', help: 'fields to count', isRequired: true },
    { name: 'top', value: 'N', help: `values per field (default ${TOP})` },
    jsonOption,
    duplicatesOption,
    zoneOption,
  ],
  examples: ["vouch facets --case demo.vouch 'outcome:failure' --fields action,actor --top 5"],
  positionals: [0, 1],
  async run({ positionals, options, ask, terminal }) {
    const facets = await ask('rows.facets', {
      case: options.required('case'),
      filter: positionals[0] ?? '',
      zone: options.text('zone'),
      ...(options.has('duplicates') ? { duplicates: true } : {}),
      fields: options.list('fields') ?? [],
      top: options.count('top') ?? TOP,
    })
    if (options.has('json')) {
      terminal.line(JSON.stringify(facets))
      return exitCodes.done
    }
    for (const facet of facets) {
      const about = facet.isDistinctExact ? '' : 'about '
      terminal.line(
        `${facet.field}: ${about}${grouped(facet.distinct)} values, ${grouped(facet.missing)} events without`,
      )
      const rows = facet.values.map(({ value, count }) => [grouped(count), value])
      for (const line of tableLines(['events', 'value'], rows, new Set(['events']))) terminal.line(`  ${line}`)
    }
    return exitCodes.done
  },
}
