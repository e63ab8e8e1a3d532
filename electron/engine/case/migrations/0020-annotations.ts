/** Schema version 20: what people add to events (bookmarks, tags, notes), every change of it, and saved views. */
import type { Migration } from './migration.ts'

export const annotations: Migration = {
  version: 20,
  up: (db) =>
    db.exec(`
CREATE TABLE tag (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL,          -- differs from all others, whatever the case of their letters
  colour   TEXT NOT NULL,          -- blue, green, amber, red, purple, teal, pink, grey
  position INTEGER NOT NULL,       -- order in lists, ascending
  events   INTEGER NOT NULL        -- how many have it: rows of event_tag
) STRICT;

CREATE TABLE annotation_batch (    -- a change: one thing put on, or taken from, any number of events
  id        INTEGER PRIMARY KEY,   -- 1, 2, 3 … in the order of the changes
  at        TEXT NOT NULL,         -- ISO 8601 UTC; as in its custody entry
  who       TEXT NOT NULL,         -- account and host; as in its custody entry
  subject   TEXT NOT NULL,         -- bookmark, tag, note
  kind      TEXT NOT NULL,         -- add, remove; of notes also edit
  tag       INTEGER REFERENCES tag(id), -- NULL: no tag
  text      TEXT,                  -- of the note; NULL: no note, or a note taken away
  query     TEXT,                  -- the question whose answer was changed; NULL: events given by number
  asked     INTEGER NOT NULL,      -- events asked for
  changed   INTEGER NOT NULL,      -- events that were different afterwards
  undone_at TEXT                   -- ISO 8601 UTC; NULL: stands
) STRICT;
CREATE INDEX annotation_batch_subject ON annotation_batch (subject, tag, id);

CREATE TABLE annotation_part (     -- what a batch changed, so that it can be undone exactly
  batch INTEGER NOT NULL REFERENCES annotation_batch(id) DEFERRABLE INITIALLY DEFERRED,
  chunk INTEGER NOT NULL,          -- numbers chunk × 65536 + 1 and on
  items BLOB NOT NULL,             -- of events, or of notes: byte 0, then uint16 LE of number - 1 - chunk × 65536, ascending;
                                   -- or byte 1, then zstd of the first of those and the steps to the next ones
  PRIMARY KEY (batch, chunk)
) STRICT, WITHOUT ROWID;
CREATE INDEX annotation_part_chunk ON annotation_part (chunk, batch);

CREATE TABLE bookmark (
  event INTEGER PRIMARY KEY,       -- number of the event
  batch INTEGER NOT NULL           -- the change that put it there
) STRICT;

CREATE TABLE event_tag (
  tag   INTEGER NOT NULL,
  event INTEGER NOT NULL,          -- number of the event
  batch INTEGER NOT NULL,          -- the change that put it there
  PRIMARY KEY (tag, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
  id    INTEGER PRIMARY KEY,       -- 1, 2, 3 … never given twice
  event INTEGER NOT NULL,          -- number of the event
  batch INTEGER                    -- the change that wrote its text; NULL: taken away
) STRICT;
CREATE INDEX note_event ON note (event) WHERE batch IS NOT NULL;
CREATE INDEX note_batch ON note (batch, event) WHERE batch IS NOT NULL;

CREATE TABLE annotation_revision ( -- so that who has the case open can tell what has changed
  subject  TEXT PRIMARY KEY,       -- bookmark, note, tags (the list of them), or tag and a tag's id
  revision INTEGER NOT NULL        -- rises with every change
) STRICT, WITHOUT ROWID;

CREATE TABLE saved_view (
  name     TEXT PRIMARY KEY,       -- differs from all others, whatever the case of their letters
  view     TEXT NOT NULL           -- canonical JSON, as in the file of a view
) STRICT;

CREATE VIEW annotations AS
SELECT m.event AS event, 'bookmark' AS kind, 'yes' AS text, b.at AS at, b.who AS who
  FROM bookmark m LEFT JOIN annotation_batch b ON b.id = m.batch
UNION ALL
SELECT m.event, 'tag', t.name, b.at, b.who
  FROM event_tag m LEFT JOIN tag t ON t.id = m.tag LEFT JOIN annotation_batch b ON b.id = m.batch
UNION ALL
SELECT m.event, 'note', b.text, b.at, b.who
  FROM note m LEFT JOIN annotation_batch b ON b.id = m.batch WHERE m.batch IS NOT NULL;
`),
}
