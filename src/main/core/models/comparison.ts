import type { Answer, Comparison } from '../../../shared/contract/models.ts'
import type { ClassId, ImageId, ModelId } from '../../../shared/domain.ts'
import { scoreClasses } from './evaluation.ts'
import { mcnemar } from './mcnemar.ts'

/** A model's answers to the same images as another's, in the same order. */
export type Answers = { model: ModelId; answers: Answer[] }

/** What was asked: images, the class that is right for each, and all classes in order. */
export type Asked = { ids: ImageId[]; labels: ClassId[]; classes: { id: ClassId; name: string }[] }

type Result = Pick<
  Comparison,
  'a' | 'b' | 'bothRight' | 'onlyA' | 'onlyB' | 'bothWrong' | 'p' | 'disagreements'
>

/** Lays two models' answers beside each other: scores, who was right where, and every image they differ on. */
export function compareAnswers(asked: Asked, a: Answers, b: Answers): Result & { differing: Differing[] } {
  const counts = { bothRight: 0, onlyA: 0, onlyB: 0, bothWrong: 0 }
  const differing: Differing[] = []
  for (const [i, label] of asked.labels.entries()) {
    const [first, second] = [a.answers[i]!, b.answers[i]!]
    const outcome = outcomeOf(first.classId === label, second.classId === label)
    counts[outcome]++
    if (first.classId !== second.classId) differing.push({ id: asked.ids[i]!, label, a: first, b: second })
  }
  return {
    a: scored(asked, a),
    b: scored(asked, b),
    ...counts,
    p: mcnemar(counts.onlyA, counts.onlyB),
    disagreements: differing.length,
    differing: differing.sort((x, y) => sureness(y) - sureness(x) || x.id - y.id),
  }
}

/** An image on which two models give different answers. */
export type Differing = { id: ImageId; label: ClassId; a: Answer; b: Answer }

const sureness = ({ a, b }: Differing) => a.confidence + b.confidence

function outcomeOf(a: boolean, b: boolean): 'bothRight' | 'onlyA' | 'onlyB' | 'bothWrong' {
  if (a && b) return 'bothRight'
  return a ? 'onlyA' : b ? 'onlyB' : 'bothWrong'
}

function scored({ labels, classes }: Asked, { model, answers }: Answers): Comparison['a'] {
  const index = new Map(classes.map(({ id }, i) => [id, i]))
  const confusion = classes.map(() => new Array<number>(classes.length).fill(0))
  for (const [i, label] of labels.entries()) confusion[index.get(label)!]![index.get(answers[i]!.classId)!]!++
  const right = confusion.reduce((sum, row, i) => sum + row[i]!, 0)
  const names = classes.map(({ name }) => name)
  return { model, accuracy: right / labels.length, perClass: scoreClasses(names, confusion) }
}
