import type { EChartsOption } from 'echarts'
import type { FigureTheme } from './theme.ts'

/** A cell of a figure's table: a number stays one, so that a CSV file has all of its digits. */
export type Cell = string | number | null

/** The facts of a figure, for whoever can't or won't look at it, and for a CSV file. */
export type FigureTable = {
  columns: readonly string[]
  rows: readonly (readonly Cell[])[]
}

/**
 * A picture of numbers, the same for the app and for the report: what it shows, in words and as a table, and how it is
 * drawn. Built by pure functions of data.
 */
export type Figure = {
  /** "Confusion matrix" */
  title: string
  /** What it shows and of what, with the number of images: "10,000 test images, by first-2". */
  caption: string
  /** Letters, digits and dashes: the name of its files. */
  file: string
  table: FigureTable
  /** Height over width, where its form matters; else the place it is in says how high it is. */
  aspect?: number
  /** Apache ECharts' option in the theme's colours. */
  option(theme: FigureTheme): EChartsOption
}
