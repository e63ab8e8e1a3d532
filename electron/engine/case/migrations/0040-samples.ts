/** Schema version 40: populations, samples and their marks; the end of the custody log is noted apart from it. */
import type { Migration } from './migration.ts'

export const samples: Migration = {
  version: 40,
  up: (db) =>
    db.exec(`
CREATE TABLE population (          -- a question whose answer was frozen
  id           INTEGER PRIMARY KEY,-- 1, 2, 3 …
  name         TEXT NOT NULL,      -- differs from all others, whatever the case of their letters
  query        TEXT NOT NULL,      -- query text
  filter       TEXT NOT NULL,      -- canonical JSON of the same as a tree
  zone         TEXT NOT NULL,      -- IANA zone of times typed without one
  now_us       INTEGER NOT NULL,   -- what now meant, microseconds since 1970 UTC
  event_count  INTEGER NOT NULL,
  time_from_us INTEGER,            -- earliest event time; NULL: no event has one
  time_to_us   INTEGER,            -- latest event time
  without_time INTEGER NOT NULL,   -- events without a time
  exhibits     TEXT NOT NULL,      -- canonical JSON: the exhibits of the case as they were, with what speaks against completeness
  obtained     TEXT NOT NULL,      -- canonical JSON: how the exports were obtained, as far as it was told
  digest       BLOB NOT NULL,      -- SHA-256 of the list of its items
  version      TEXT NOT NULL,      -- vouch version that froze it
  entry        INTEGER NOT NULL    -- seq of the custody entry: who froze it, when
) STRICT;

CREATE TABLE population_part (     -- its events; imports after the freeze do not change them
  population INTEGER NOT NULL REFERENCES population(id) DEFERRABLE INITIALLY DEFERRED,
  chunk      INTEGER NOT NULL,     -- events chunk × 65536 + 1 and on
  items      BLOB NOT NULL,        -- as in annotation_part
  PRIMARY KEY (population, chunk)
) STRICT, WITHOUT ROWID;

CREATE TABLE sample (
  id         INTEGER PRIMARY KEY,  -- 1, 2, 3 …
  name       TEXT NOT NULL,        -- differs from all others, whatever the case of their letters
  population INTEGER NOT NULL REFERENCES population(id) DEFERRABLE INITIALLY DEFERRED,
  method     TEXT NOT NULL,        -- random, systematic, stratified, judgemental
  size       INTEGER NOT NULL,     -- items
  seed       TEXT,                 -- NULL: judgemental
  plan       TEXT NOT NULL,        -- canonical JSON: interval, start, field, allocation, strata, reason, as far as they apply
  version    TEXT NOT NULL,        -- vouch version that drew it
  entry      INTEGER NOT NULL      -- seq of the custody entry: who drew it, when
) STRICT;

CREATE TABLE sample_item (
  sample    INTEGER NOT NULL REFERENCES sample(id) DEFERRABLE INITIALLY DEFERRED,
  position  INTEGER NOT NULL,      -- 1, 2, 3 … in the order of drawing
  event     INTEGER NOT NULL,      -- number of the event
  leaf_hash BLOB NOT NULL,         -- RFC 9162 leaf hash of its record when it was drawn
  stratum   TEXT,                  -- value of the sample's field; NULL: none, or the event has no value
  PRIMARY KEY (sample, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX sample_item_event ON sample_item (event, sample);

CREATE TABLE sample_mark (         -- every mark an item has had; the last one counts
  id       INTEGER PRIMARY KEY,    -- 1, 2, 3 … in the order of marking
  sample   INTEGER NOT NULL,
  position INTEGER NOT NULL,
  result   TEXT,                   -- pass, exception, notApplicable; NULL: the mark before was taken back
  note     TEXT NOT NULL,          -- '' for none
  entry    INTEGER NOT NULL,       -- seq of the custody entry: who marked it, when
  FOREIGN KEY (sample, position) REFERENCES sample_item(sample, position) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX sample_mark_item ON sample_mark (sample, position, id);

CREATE VIEW sample_items AS
SELECT s.name AS sample, i.position AS position, i.event AS event, i.stratum AS stratum, m.result AS result,
  m.note AS note, c.at AS marked_at, c.who AS marked_by
  FROM sample_item i JOIN sample s ON s.id = i.sample
  LEFT JOIN sample_mark m ON m.id = (
    SELECT max(id) FROM sample_mark l WHERE l.sample = i.sample AND l.position = i.position)
  LEFT JOIN custody_entry c ON c.seq = m.entry;

INSERT INTO meta (key, value)      -- custodyEnd: number and hash of the last custody entry
SELECT 'custodyEnd', seq || ' ' || lower(hex(hash)) FROM custody_entry ORDER BY seq DESC LIMIT 1;
`),
}
