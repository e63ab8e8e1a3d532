/** Finds the secrets in one JSON text: by key, by a name beside the value, by how they look, and in JSON inside its texts. */
import { type PathSegment, payloadField } from '../query/index.ts'
import { type Edit, MASKED } from './edits.ts'
import { type JsonToken, type JsonVisitor, type Member, unitPlaces, walkJson } from './jsonWalk.ts'
import { isKubernetesSecret, isSecretData, isValueKey, namesIn } from './pairs.ts'
import { isSecretValue, type SecretKind } from './secretKeys.ts'
import type { TextSecret } from './secretText.ts'

/** A text may be walked so often again for pairs of name and value; what remains is masked as it stands. */
export const MAX_WALKS = 4

/** What a finder asks about keys and texts, and whom it tells what it found. */
export interface FinderRules {
  /** The secrets that are known wherever they stand. */
  readonly known: ReadonlySet<string>
  ruleOf(key: string): { readonly kind: SecretKind; readonly rule: string }
  tell(path: string, rule: string, secret: string): void
  /** Edits of a text by what is in it; `inside`: how many texts it lies in. */
  textEdits(text: string, tell: (found: TextSecret) => void, path: readonly PathSegment[], inside: number): Edit[]
}

/** Gathers the edits of one JSON text. */
export class SecretFinder implements JsonVisitor {
  edits: Edit[] = []
  private readonly rules: FinderRules
  private readonly text: string
  private readonly inside: number
  /** Rule under which every value is a secret, whatever its key. */
  private readonly forced: string | null

  /** Characters that may be walked once more; pairs of name and value inside one another would be walked ever again. */
  private left: number
  /** Texts that are secrets wherever they are a whole value. */
  private readonly whole: ReadonlySet<string> | null

  constructor(
    rules: FinderRules,
    text: string,
    inside: number,
    forced: string | null = null,
    whole: ReadonlySet<string> | null = null,
  ) {
    this.rules = rules
    this.text = text
    this.left = text.length * MAX_WALKS
    this.inside = inside
    this.forced = forced
    this.whole = whole
  }

  scalar(token: JsonToken, key: string | null, path: readonly PathSegment[]): void {
    const { kind, rule } =
      this.forced !== null ? { kind: 'any', rule: this.forced } : key === null ? none : this.rules.ruleOf(key)
    if (token.kind === 'string') {
      if ((kind !== null && isSecretValue(token.text)) || this.whole?.has(token.text)) {
        if (kind !== null) this.rules.tell(payloadField(path), rule, token.text)
        this.edits.push({ start: token.start + 1, end: token.end - 1, text: MASKED })
      } else this.within(token, path)
    } else if (token.kind === 'number') {
      const number = this.text.slice(token.start, token.end)
      if (kind !== 'any' && !this.rules.known.has(number) && !this.whole?.has(number)) return
      if (kind === 'any') this.rules.tell(payloadField(path), rule, number)
      this.edits.push({ start: token.start, end: token.end, text: `"${MASKED}"` })
    }
  }

  key(token: JsonToken, path: readonly PathSegment[]): void {
    this.within(token, path)
  }

  enter(): number {
    return this.edits.length
  }

  /** `{name: 'password', value: …}`, and the data of a Kubernetes Secret. */
  leave(members: readonly Member[], path: readonly PathSegment[], entered: number): void {
    if (this.forced !== null) return
    const named = namesIn(members).some((name) => this.rules.ruleOf(name).kind !== null)
    const isSecret = isKubernetesSecret(members)
    if (!named && !isSecret) return
    for (const member of members) {
      if (named && isValueKey(member.key)) this.force(member, path, 'named-value', entered)
      if (isSecret && isSecretData(member.key)) this.force(member, path, 'kubernetes-secret', entered)
    }
  }

  /** Masks every value of a member, in place of what was masked in it before. */
  private force(member: Member, path: readonly PathSegment[], rule: string, entered: number): void {
    const { start, end } = member
    const others = this.edits.splice(entered).filter((edit) => edit.end <= start || edit.start >= end)
    this.left -= end - start
    const finder = new SecretFinder(this.rules, this.text, this.inside, rule)
    if (this.left >= 0) walkJson(this.text, finder, [...path, { kind: 'key', key: member.key }], member.key, start, end)
    else finder.edits.push({ start, end, text: `"${MASKED}"` })
    for (const edit of others) this.edits.push(edit)
    for (const edit of finder.edits) this.edits.push(edit)
    if (others.length > 0) sortTail(this.edits, entered)
  }

  /** Secrets inside a string, by how they look; edits of the decoded text become edits of its spelling. */
  private within(token: JsonToken, path: readonly PathSegment[]): void {
    const { text, start, end } = token
    const tell = (found: TextSecret): void =>
      this.rules.tell(payloadField(path), found.rule, text.slice(found.start, found.end))
    const edits = this.rules.textEdits(text, tell, path, this.inside)
    if (edits.length === 0) return
    const raw = this.text.slice(start, end)
    const places = raw.includes('\\') ? unitPlaces(raw, start) : null
    const place = (at: number): number => (places === null ? start + 1 + at : places[at])
    for (const edit of edits)
      this.edits.push({ start: place(edit.start), end: place(edit.end), text: edit.text.replace(/["\\]/g, '\\$&') })
  }
}

const none = { kind: null, rule: '' } as const

/** Puts the edits from `from` on in order. */
function sortTail(edits: Edit[], from: number): void {
  const tail = edits.splice(from).sort((a, b) => a.start - b.start)
  for (const edit of tail) edits.push(edit)
}
