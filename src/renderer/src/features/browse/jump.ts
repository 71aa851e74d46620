import { count, many } from '../../lib/format.ts'

/** Where somebody wants to go: a place, from 0 on, or why there is none. */
export type Jump = { place: number } | { problem: string }

/** Separators that a person may write between thousands: comma, point, apostrophes, spaces of any width. */
const GROUPED = /^\d{1,3}(?:([,.'’\s])\d{3})(?:\1\d{3})*$/
const PERCENTAGE = /^(\d{1,3}(?:[.,]\d+)?)\s*%$/

/** "1", "12,345" or "50 %" of so many images. */
export function parseJump(text: string, images: number): Jump {
  const wanted = text.trim()
  const percentage = PERCENTAGE.exec(wanted)?.[1]
  if (percentage !== undefined) return atPart(Number(percentage.replace(',', '.')), images)
  if (!/^\d+$/.test(wanted) && !GROUPED.test(wanted))
    return { problem: `Type a number from 1 to ${count(images)}, or a percentage, such as 50 %.` }
  const position = Number(wanted.replace(/\D/g, ''))
  if (position >= 1 && position <= images) return { place: position - 1 }
  return { problem: `This view has ${many(images, 'image')}: type a number from 1 to ${count(images)}.` }
}

function atPart(percentage: number, images: number): Jump {
  if (percentage > 100) return { problem: 'The last image is at 100 %: type a percentage from 0 to 100.' }
  return { place: Math.round((percentage / 100) * (images - 1)) }
}
