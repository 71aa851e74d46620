import { shownName } from '../../shared/file-name.ts'
import type { Context } from './context.ts'
import { eachFile, failureText, type Failure } from './each-file.ts'
import { filesBelow, openPhoto } from './files.ts'
import { EXIT, type Exit } from './output.ts'

/** `import DIR`: adds every photo below it; sub-folders named like classes give the labels. */
export async function importPhotos({ api, out, progress }: Context, folder: string): Promise<Exit> {
  const began = performance.now()
  const files = await filesBelow([folder])
  const result = { imported: 0, duplicates: 0, labelled: 0, failed: [] as Failure[] }
  await eachFile(files, 'Importing', progress, result.failed, async (path) => {
    const added = await api.photos.add({ ...(await openPhoto(path)), bulk: true })
    if (added.duplicate) result.duplicates++
    else result.imported++
    if (added.labelledNow) result.labelled++
  })
  const { imported, duplicates, labelled, failed } = result
  const text = [
    `${imported} photos imported, ${labelled} of them labelled; ${duplicates} were here already.`,
    ...failed.map(failureText),
  ]
  out.result({ ...result, seconds: secondsSince(began) }, text.join('\n'))
  return failed.length > 0 ? EXIT.partly : EXIT.done
}

type Classified =
  | { path: string; label: string; confidence: number; sure: boolean; probabilities: Record<string, number> }
  | { path: string; error: Omit<Failure, 'path'> }

/** `classify PATH…`: says what each photo shows, and stores nothing. */
export async function classifyPhotos({ api, out, core, progress }: Context, paths: string[]): Promise<Exit> {
  const began = performance.now()
  const files = await filesBelow(paths)
  const failed: Failure[] = []
  const byPath = new Map<string, Classified>()
  await eachFile(files, 'Classifying', progress, failed, async (path) => {
    const { probabilities, sure } = await api.photos.classify({ ...(await openPhoto(path)), bulk: true })
    const best = probabilities[0]!
    const named = Object.fromEntries(probabilities.map((each) => [each.className, each.probability]))
    byPath.set(path, {
      path,
      label: best.className,
      confidence: best.probability,
      sure,
      probabilities: named,
    })
  })
  for (const { path, ...error } of failed) byPath.set(path, { path, error })
  const photos = files.map((path) => byPath.get(path)!)
  const text = photos.map(inWords)
  out.result(
    { model: core.models.active()?.id ?? null, photos, seconds: secondsSince(began) },
    text.join('\n'),
  )
  return failed.length > 0 ? EXIT.partly : EXIT.done
}

/** "a.jpg: Dress, 91.3 %", or "a.jpg: not sure; perhaps Dress, 41.0 %". */
function inWords(photo: Classified): string {
  if ('error' in photo) return failureText({ path: photo.path, ...photo.error })
  const answer = `${photo.label}, ${(photo.confidence * 100).toFixed(1)} %`
  return `${shownName(photo.path)}: ${photo.sure ? answer : `not sure; perhaps ${answer}`}`
}

export const secondsSince = (began: number) => Math.round(performance.now() - began) / 1000
