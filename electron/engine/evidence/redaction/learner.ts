/** Goes through an event's values before anything of it is given, and takes up those that the rules mean. */
import type { PathSegment } from '../../../../shared/query/index.ts'
import {
  isKubernetesSecret,
  isSecretData,
  isValueKey,
  JSON_START,
  type JsonToken,
  type JsonVisitor,
  MAX_INSIDE,
  MAX_WALKS,
  type Member,
  namesIn,
  type SecretKeyRules,
  walkJson,
} from '../../../../shared/redaction/index.ts'
import { KeyContext } from './keyContext.ts'
import { KnownValues } from './knownValues.ts'
import type { RedactionRule } from './profile.ts'
import type { PreparedRules } from './rules.ts'

export class Learner {
  readonly values = new KnownValues()
  readonly rules: PreparedRules
  readonly secretKeys: SecretKeyRules
  /** Whether something could not be looked through to its end. */
  isLost = false

  constructor(rules: PreparedRules, secretKeys: SecretKeyRules) {
    this.rules = rules
    this.secretKeys = secretKeys
  }

  /** A cell of a column. */
  cell(column: string, text: string): void {
    if (this.rules.isExempt(column)) return
    const rule = this.rules.columnRule(column) ?? this.rules.secretRule(this.secretKeys, column, text)
    this.text(text, [{ kind: 'key', key: column }], rule, 0)
  }

  /** A record as JSON text. */
  payload(text: string): void {
    if (!this.json(text, [], null, 0)) this.isLost = true
  }

  /** A text at `path`; `rule`: the one that means it as a whole. */
  text(text: string, path: readonly PathSegment[], rule: RedactionRule | null, inside: number): void {
    if (rule !== null) this.values.add(text, rule)
    if (JSON_START.test(text)) {
      if (inside >= MAX_INSIDE) {
        this.isLost = true
        return
      }
      // Of what breaks off, the part before is looked through all the same.
      if (this.json(text, path, rule, inside + 1)) return
    }
    for (const hit of this.rules.patterns.hits(text))
      this.values.add(hit.value ?? text.slice(hit.start, hit.end), hit.rule)
  }

  private json(text: string, path: readonly PathSegment[], rule: RedactionRule | null, inside: number): boolean {
    return walkJson(text, new JsonLearner(this, text, path, rule, inside), path)
  }
}

class JsonLearner implements JsonVisitor {
  private readonly learner: Learner
  private readonly json: string
  private readonly base: RedactionRule | null
  private readonly inside: number
  private readonly context: KeyContext
  /** Characters that may be walked once more; pairs of name and value inside one another would be walked ever again. */
  private left: number

  constructor(
    learner: Learner,
    json: string,
    path: readonly PathSegment[],
    base: RedactionRule | null,
    inside: number,
  ) {
    this.learner = learner
    this.json = json
    this.base = base
    this.inside = inside
    this.left = json.length * MAX_WALKS
    this.context = new KeyContext(learner.rules.keys, base, path.length)
  }

  key(token: JsonToken, path: readonly PathSegment[]): void {
    this.context.enter(path, token.text)
    this.learner.text(token.text, path, null, this.inside)
  }

  scalar(token: JsonToken, key: string | null, path: readonly PathSegment[]): void {
    const { learner } = this
    const forced = this.context.at(path)
    if (token.kind === 'string') {
      const rule = forced ?? (key === null ? null : learner.rules.secretRule(learner.secretKeys, key, token.text))
      learner.text(token.text, path, rule, this.inside)
    } else if (token.kind === 'number') {
      const isSecret = key !== null && learner.secretKeys.ruleOf(key).kind === 'any'
      const rule = forced ?? (isSecret ? learner.rules.secrets : null)
      if (rule === null) return
      const spelled = this.json.slice(token.start, token.end)
      learner.values.add(spelled, rule)
      learner.values.add(String(Number(spelled)), rule)
    }
  }

  enter(): number {
    return 0
  }

  /** `{name: 'password', value: …}`: the name says which rule means the value. */
  leave(members: readonly Member[], path: readonly PathSegment[]): void {
    if (this.base !== null) return
    const { rules } = this.learner
    const rule = this.namedRule(members, path)
    const isSecret = rules.secrets !== null && isKubernetesSecret(members)
    if (rule === null && !isSecret) return
    for (const member of members) {
      if (rule !== null && isValueKey(member.key)) this.again(member, path, rule)
      if (rules.secrets !== null && isSecret && isSecretData(member.key)) this.again(member, path, rules.secrets)
    }
  }

  private namedRule(members: readonly Member[], path: readonly PathSegment[]): RedactionRule | null {
    const { rules, secretKeys } = this.learner
    for (const name of namesIn(members)) {
      const rule = rules.keys.ruleAt([...path, { kind: 'key', key: name }], name)
      if (rule !== null) return rule
      if (rules.secrets !== null && secretKeys.ruleOf(name).kind !== null) return rules.secrets
    }
    return null
  }

  private again({ start, end, key }: Member, path: readonly PathSegment[], rule: RedactionRule): void {
    this.left -= end - start
    const inside: readonly PathSegment[] = [...path, { kind: 'key', key }]
    if (this.left < 0) this.learner.isLost = true
    else
      walkJson(this.json, new JsonLearner(this.learner, this.json, inside, rule, this.inside), inside, key, start, end)
  }
}
