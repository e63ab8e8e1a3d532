/** What goes into the text index gives, under the index's tokenizer, the words that are asked for. */
import { expect, test } from 'vitest'
import { IndexText } from '../../../../../../electron/engine/ingest/pipeline/indexText.ts'
import { INLINE_BIT } from '../../../../../../electron/engine/store/index.ts'
import { wordsOf } from '../../../../../../shared/query/index.ts'

test('a text that a profile adds to an ASCII record is folded all the same', () => {
  const index = new IndexText()
  index.begin(true)
  index.addField('Gelöschte Datei 7', INLINE_BIT)
  index.addPayload({ file: 'Datei 7' })
  // The tokenizer folds ASCII alone.
  const tokens = index.text().match(/[A-Za-z0-9\u0080-\uffff]+/g) ?? []
  expect(tokens.map((token) => token.replace(/[A-Z]/g, (letter) => letter.toLowerCase()))).toEqual([
    ...wordsOf('Gelöschte Datei 7'),
    '\u0080',
    ...wordsOf('Datei 7'),
  ])
})
