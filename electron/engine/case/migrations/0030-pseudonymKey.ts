/** Schema version 30: the key of the pseudonyms that stand in redacted exports. */
import type { Migration } from './migration.ts'

export const pseudonymKey: Migration = {
  version: 30,
  up: (db) =>
    db.exec(`
CREATE TABLE pseudonym_key (       -- no row until an export first needs one; whoever has it can tell who a pseudonym is
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  key     BLOB NOT NULL CHECK (length(key) = 32), -- random; for HMAC-SHA-256, see docs/redaction.md
  made_at TEXT NOT NULL            -- ISO 8601 UTC; as in its custody entry
) STRICT;
`),
}
