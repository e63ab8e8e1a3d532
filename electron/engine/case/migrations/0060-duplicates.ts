/** Schema version 60: which events came in before, and what they are recognised by. */
import type { Migration } from './migration.ts'

export const duplicates: Migration = {
  version: 60,
  up: (db) =>
    db.exec(`
CREATE TABLE event_key (           -- what equal events have in common; derived from events, records and exhibits
  first_event INTEGER PRIMARY KEY, -- number of the event that the first key belongs to
  event_count INTEGER NOT NULL,
  keys        BLOB NOT NULL        -- event_count × 2 uint32 LE: a 64-bit hash of source and event id, or of source and content
) STRICT;

CREATE TABLE duplicate (           -- events that are left out of answers unless they are asked for
  event INTEGER PRIMARY KEY,       -- number of the event
  of    INTEGER NOT NULL           -- number of the earlier event with the same content
) STRICT;
CREATE INDEX duplicate_of ON duplicate (of);

CREATE TABLE duplicate_count (     -- one row per exhibit whose events were compared with all before them
  exhibit_id      INTEGER PRIMARY KEY,
  duplicate_count INTEGER NOT NULL,-- its events in the table duplicate
  version_count   INTEGER NOT NULL,-- its events whose id an earlier event has with another content
  first_version   INTEGER          -- number of the first such record in the exhibit; NULL: none
) STRICT;
`),
}
