/** Api entries about saved views. */
import { removeView, saveView, viewsOf } from '../annotate/index.ts'
import type { Handlers } from './context.ts'

export const viewHandlers: Handlers<'views.list' | 'views.save' | 'views.remove'> = {
  async 'views.list'({ case: path }, { openCase }) {
    return viewsOf(openCase(path).db)
  },

  async 'views.save'({ case: path, view }, { openCase, signal }) {
    return openCase(path).write(signal, (db) => {
      saveView(db, view)
      return viewsOf(db)
    })
  },

  async 'views.remove'({ case: path, name }, { openCase, signal }) {
    return openCase(path).write(signal, (db) => {
      removeView(db, name)
      return viewsOf(db)
    })
  },
}
