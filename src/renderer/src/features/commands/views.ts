import { Sort } from '../../../../shared/contract/browse.ts'
import { SORTS } from '../browse/sorts.ts'
import { TITLES, type Chip } from '../filter/parts.ts'
import type { App } from '../shell/app.svelte.ts'
import type { Command } from './commands.svelte.ts'

const filterCommands = (app: App): Command[] => {
  const open = (chip: Chip) => () => {
    app.goTo('browse')
    if (chip === 'text') app.focusSearch()
    else app.filters.edit(chip)
  }
  return [
    {
      id: 'filter',
      title: 'Filter by …',
      group: 'Look',
      keys: ['Shift+f'],
      enabled: () => app.place === 'browse' && !app.browse.zoomed,
      run: () => app.filters.choose(true),
    },
    ...app.filters.groups
      .flatMap(({ chips }) => chips)
      .map((chip): Command => ({
        id: `filter-${chip}`,
        title: `Filter by: ${TITLES[chip]} …`,
        group: 'Look',
        keys: [],
        run: open(chip),
      })),
  ]
}

const sortCommands = (app: App): Command[] =>
  Sort.options.map((sort) => ({
    id: `sort-${sort}`,
    title:
      sort === 'random' && app.browse.view.sort === sort ? 'Sort: Shuffle again' : `Sort: ${SORTS[sort]}`,
    group: 'Look',
    keys: [],
    run: () => {
      app.goTo('browse')
      void (sort === 'random' ? app.browse.shuffle() : app.browse.show({}, sort))
    },
  }))

/** All by which it is chosen what Browse shows: filters, orders, and the views that were saved. */
export const viewCommands = (app: App): Command[] => [
  {
    id: 'views',
    title: 'Saved views',
    group: 'Look',
    keys: ['v'],
    enabled: () => app.place === 'browse' && !app.browse.zoomed,
    run: () => app.views.setOpen(true),
  },
  ...app.views.list.map((view): Command => ({
    id: `view-${view.id}`,
    title: `Show view ${view.name}`,
    group: 'Look',
    keys: [],
    run: () => app.views.show(view),
  })),
  ...filterCommands(app),
  ...sortCommands(app),
]
