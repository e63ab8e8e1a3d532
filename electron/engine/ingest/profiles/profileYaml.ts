/** A profile as the YAML that it is read from: what a guess found, or a user chose, written down to be kept and shared. */
import { stringify } from 'yaml'
import type {
  ConditionSource,
  OpenSource,
  ProfileSource,
  RuleSource,
  TimeSource,
  ValueSource,
} from './profileSource.ts'

type Yaml = { [key: string]: unknown }

/**
 * The YAML of a profile; read again it gives the same profile. `head` are comment lines above it. Requires that the profile
 * uses what drafts use: no categories, changes, badges, secrets, limits or sessions.
 */
export function profileYaml(spec: ProfileSource, head: readonly string[]): string {
  const text = stringify(
    {
      schema: spec.schema,
      id: spec.id,
      version: spec.version,
      title: spec.title,
      vendor: spec.vendor,
      source: spec.source,
      recognise: spec.recognise.map(({ format, require, score, unwrap }) => ({
        format,
        ...(require.length > 0 ? { require } : {}),
        score,
        ...(unwrap === null ? {} : { unwrap }),
      })),
      ...(spec.records.length > 0 ? { records: spec.records } : {}),
      ...(spec.open === undefined || spec.open.length === 0 ? {} : { open: spec.open.map(openingYaml) }),
      fields: {
        ...(spec.time.length > 0 ? { time: spec.time.map(timeYaml) } : {}),
        ...Object.fromEntries(spec.fields.map((field) => [field.id, valueYaml(field)])),
      },
      samples: spec.samples.map(({ format, record, event }) => ({ format, record, event: Object.fromEntries(event) })),
    },
    { lineWidth: 0 },
  )
  return `${head.map((line) => `# ${line}\n`).join('')}${text}`
}

function timeYaml({ from, template, year, format, zone }: TimeSource): Yaml {
  return {
    ...(template == null ? {} : { template }),
    ...(from.length > 0 || template == null ? { from } : {}),
    ...(year == null ? {} : { year }),
    format,
    ...(zone === null ? {} : { zone }),
  }
}

function openingYaml({ from, as, between, equals }: OpenSource): Yaml {
  return { from, as, ...(as === 'pairs' ? { between, equals } : {}) }
}

function valueYaml({ rules, from, template, as, extract, map, otherwise }: ValueSource): Yaml {
  return {
    ...(rules.length > 0 ? { rules: rules.map(ruleYaml) } : {}),
    ...(from.length > 0 ? { from } : {}),
    ...(template === null ? {} : { template }),
    ...(as === 'string' ? {} : { as }),
    ...(extract === null ? {} : { extract }),
    ...(map.length > 0 ? { map: Object.fromEntries(map) } : {}),
    ...(otherwise === null ? {} : { otherwise }),
  }
}

function ruleYaml({ when, is, from, template }: RuleSource): Yaml {
  return {
    when: Object.fromEntries(when.map((condition) => [condition.key, conditionYaml(condition)])),
    ...(is === null ? {} : { is }),
    ...(from.length > 0 ? { from } : {}),
    ...(template === null ? {} : { template }),
  }
}

function conditionYaml(condition: ConditionSource): unknown {
  switch (condition.test) {
    case 'exists':
    case 'missing':
      return condition.test
    case 'like':
      return condition.patterns
    case 'unlike':
      return { not: condition.patterns }
    case 'between':
      return {
        ...(condition.from === null ? {} : { from: condition.from }),
        ...(condition.to === null ? {} : { to: condition.to }),
      }
  }
}
