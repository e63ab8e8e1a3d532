/** The text of a profile that nothing is wrong with, to be spoilt in one place by each test. */
export const soundProfile = `schema: 1
id: made-up
version: 1
title: Made up
vendor: Example
source: made-up
recognise:
  - { format: json, require: [what] }
fields:
  time: { from: [at], format: iso, zone: UTC }
  action: { from: [what] }
samples:
  - { format: json, record: '{"what":"a","at":"2026-01-02T03:04:05Z"}', event: { time: 2026-01-02T03:04:05Z, action: a } }
  - { format: csv, record: "what,at\\nb,2026-01-02T03:04:06Z", event: { action: b, actor: null } }
`
