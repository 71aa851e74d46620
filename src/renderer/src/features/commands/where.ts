import type { App } from '../shell/app.svelte.ts'

// Where commands are of use.

export const inBrowse = (app: App) => () => app.place === 'browse' && app.browse.view.length > 0
export const onBoard = (app: App) => app.place === 'board' && app.board.images > 0
/** Pictures are there to be selected. */
export const withImages = (app: App) => () => inBrowse(app)() || onBoard(app)

/** An image is there to be labelled, in a review too. */
export const labelling = (app: App) => () =>
  app.place === 'review' ? app.review.targets().length > 0 : withImages(app)()
