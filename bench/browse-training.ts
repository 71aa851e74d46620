import type { Page } from 'playwright'

/** Does `work` in Browse while a fine-tuning is under way. Throws where that has ended before `work`. */
export async function whileTraining<T>(page: Page, work: () => Promise<T>): Promise<T> {
  await page.keyboard.press('Control+Enter')
  // In the status bar, as soon as the first batch is learnt.
  await page.waitForFunction(() => (window.haberdash.training.running?.progress ?? null) !== null)
  await page.keyboard.press('b')
  const done = await work()
  if (!(await page.evaluate(() => window.haberdash.training.running)))
    throw new Error('The training ended before the measuring did.')
  return done
}
