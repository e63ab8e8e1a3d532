/**
 * What runs inside the page: when a thing was painted, by the page's own clock. A part is done when it is neither stale nor
 * busy; what is painted is known after the frame that follows.
 */

declare global {
  interface Window {
    vouchBench: {
      /** Milliseconds from the start of the navigation to the first rows on screen; null before. */
      firstRows: number | null
      /** Begins to listen for the next click; resolves with the milliseconds from it until every part is repainted. */
      untilRepainted(): Promise<number>
      /** Scrolls the rows to a share of all, 0 … 1; resolves with the milliseconds until those rows are painted. */
      jumpTo(share: number): Promise<number>
      /** Counts frames until `stop` is called; gives the time of each. */
      frames(): { stop(): readonly number[] }
      isSettled(): boolean
    }
  }
}

/** Installed before anything else of the page. `casePath`: opened as after a reload. */
export function install(casePath: string): void {
  sessionStorage.setItem('case', casePath)
  const painted = () =>
    new Promise<number>((done) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => done(performance.now())
        port2.postMessage(null)
      }),
    )
  const frame = () => new Promise<number>((done) => requestAnimationFrame(done))
  const rows = () => [...document.querySelectorAll<HTMLElement>('[role=row][row-id]')]
  /** Whether all rows within the visible part of the grid show their time. */
  const hasRows = () => {
    const view = scroller()?.getBoundingClientRect()
    if (view === undefined) return false
    const all = [...document.querySelectorAll<HTMLElement>('[role=row][row-index]')].filter((row) => {
      const box = row.getBoundingClientRect()
      return box.height > 0 && box.bottom > view.top + 40 && box.top < view.bottom - 40
    })
    return all.length > 0 && all.every((row) => (row.querySelector('[col-id=time]')?.textContent ?? '') !== '')
  }
  const isSettled = () =>
    document.querySelector('.stale, [aria-busy=true]') === null &&
    (hasRows() || document.querySelector('[role=grid]') === null || rows().length === 0)
  let scrolled: HTMLElement | undefined
  /** Looked for once: to look for it takes longer than the grid takes to draw. */
  const scroller = () => {
    if (scrolled?.isConnected !== true) {
      scrolled = [...document.querySelectorAll<HTMLElement>('section [role=grid], section [role=grid] *')].find(
        (element) =>
          element.scrollHeight > element.clientHeight + 100 && getComputedStyle(element).overflowY !== 'visible',
      )
    }
    return scrolled
  }
  window.vouchBench = {
    firstRows: null,
    isSettled,
    untilRepainted: () =>
      new Promise<number>((done) => {
        const onClick = async (event: MouseEvent) => {
          const startedAt = event.timeStamp
          // The frame after the click has the parts marked as stale.
          await frame()
          while (!isSettled()) await frame()
          done((await painted()) - startedAt)
        }
        addEventListener('click', (event) => void onClick(event), { capture: true, once: true })
      }),
    async jumpTo(share) {
      const element = scroller()
      if (element === undefined) throw new Error('There is nothing to scroll')
      const startedAt = performance.now()
      element.scrollTop = share * (element.scrollHeight - element.clientHeight)
      await frame()
      await frame()
      while (!hasRows()) await frame()
      return (await painted()) - startedAt
    },
    frames() {
      const times: number[] = []
      let isOn = true
      const next = (time: number) => {
        times.push(time)
        if (isOn) requestAnimationFrame(next)
      }
      requestAnimationFrame(next)
      return {
        stop() {
          isOn = false
          return times
        },
      }
    },
  }
  const first = async () => {
    while (!hasRows()) await frame()
    window.vouchBench.firstRows = await painted()
  }
  addEventListener('DOMContentLoaded', () => void first())
}
