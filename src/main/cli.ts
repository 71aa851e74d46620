import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { parseAugmentation } from './cli/augmentation.ts'
import { addOne, listAll, removeOne, type AddOptions } from './cli/backbones.ts'
import { withLibrary, type GlobalOptions } from './cli/context.ts'
import { evaluate, evaluateFolder } from './cli/evaluate.ts'
import { exportFolder, EXPORTS, exportTable } from './cli/export.ts'
import { init, type InitOptions } from './cli/init.ts'
import { activateModel, exportModel, listModels, removeModel } from './cli/models.ts'
import { createOutput, EXIT } from './cli/output.ts'
import { classifyPhotos, importPhotos } from './cli/photos.ts'
import { writeReport } from './cli/report.ts'
import { serve } from './cli/serve.ts'
import { fineTune, train, type FineTuneOptions } from './cli/training.ts'
import { Scaling } from '../shared/contract/backbone.ts'
import { EvaluatedSplit, ExportFormat } from '../shared/contract/models.ts'
import { Source, TemplateName, type RunId } from '../shared/domain.ts'
import { HaberdashError } from '../shared/errors.ts'
import { RECIPE_NAMES } from '../shared/recipes.ts'
import type { RecipeChanges } from '../shared/train-options.ts'

const wholeNumber = (max: number) => (text: string) => {
  const n = Number(text)
  if (!Number.isInteger(n) || n < 0 || n > max)
    throw new InvalidArgumentError(`It takes a whole number from 0 to ${max}.`)
  return n
}

const number = (text: string) => {
  const n = Number(text)
  if (text.trim() === '' || !Number.isFinite(n)) throw new InvalidArgumentError('It takes a number.')
  return n
}

const program = new Command('haberdash')
  .description('Classify and label pictures of clothes, and teach a CNN your own wardrobe.')
  .option('--library <dir>', 'the library to work on (default: the same as the app)')
  .option('--json', 'print exactly one JSON object on stdout')
  .addOption(
    new Option('--dataset <variant>', 'which Fashion-MNIST to load').choices(['auto', 'full', 'embedded']),
  )
  .exitOverride()
  .configureOutput({ writeErr: () => {} })

type TrainFlags = { recipe?: string; resume?: number; seed: number } & RecipeChanges

const options = () => program.opts<GlobalOptions>()

const verb = (usage: string, description: string) => program.command(usage).description(description)

verb('init', 'make a library from a template')
  .addOption(
    new Option('--template <name>', 'fashion-mnist: its images and classes; photos: your own, in colour')
      .choices(TemplateName.options)
      .makeOptionMandatory(),
  )
  .option('--classes <names>', 'the classes of the template photos, 2 to 200 of them: dress,hat,…')
  .action((own: InitOptions) => init(options(), own))

verb('import <dir>', 'import photos; sub-folders that are named like classes give the labels').action(
  (dir: string) => withLibrary(options(), (context) => importPhotos(context, dir)),
)

verb('classify <paths...>', 'say what photos show, and store nothing').action((paths: string[]) =>
  withLibrary(options(), (context) => classifyPhotos(context, paths)),
)

verb('fine-tune', 'teach the active model your labels')
  .option('--seed <n>', 'everything random follows from it', wholeNumber(0xffffffff), 1)
  .addOption(
    new Option(
      '--from-noise',
      'in a library of photos: forget all that was learnt, to see what that is worth',
    ).conflicts(['fromStart', 'backbone']),
  )
  .addOption(
    new Option(
      '--from-start',
      'in a library of photos: go on from the network that ships, not from the active version',
    ).conflicts('backbone'),
  )
  .option('--backbone <name>', 'in a library of photos: put a new head on a backbone that was added')
  .action((how: FineTuneOptions) => withLibrary(options(), (context) => fineTune(context, how)))

verb('train', 'train a new model from noise on the training images')
  .option('--recipe <name>', `one of ${RECIPE_NAMES.join(', ')}`)
  .option('--resume <run>', 'go on with a run that was stopped', wholeNumber(2 ** 31))
  .option('--epochs <n>', 'how often it sees every image', wholeNumber(1000))
  .option('--batch <n>', 'images in a step', wholeNumber(4096))
  .option('--kernels <n>', 'kernels of the first convolution', wholeNumber(512))
  .option('--dropout <p>', 'share of values dropped, 0 to under 1', number)
  .option('--learning-rate <r>', 'peak learning rate', number)
  .addOption(new Option('--optimiser <name>', 'adam, or sgd with momentum').choices(['adam', 'sgd'] as const))
  .addOption(
    new Option('--schedule <name>', 'how the learning rate goes').choices(['constant', 'cosine'] as const),
  )
  .addOption(
    new Option('--precision <name>', 'of convolutions while training').choices([
      'float32',
      'bfloat16',
    ] as const),
  )
  .option('--weight-decay <d>', 'part of a kernel that a step at rate 1 takes off it, 0 to 1', number)
  .option('--averaging <d>', 'how slowly the mean of weights fades, 0 (none) to under 1', number)
  .option('--label-smoothing <s>', 'doubt that is given to each label, 0 to 0.5', number)
  .option(
    '--augmentation <k=v,...>',
    'random changes to the images: flip (on or off), shift, zoom, rotate, erase, contrast, colour; or none',
    parseAugmentation,
  )
  .option('--seed <n>', 'everything random follows from it', wholeNumber(0xffffffff), 1)
  .action(({ recipe, resume, seed, ...changes }: TrainFlags) => {
    if ((recipe === undefined) === (resume === undefined)) {
      throw new HaberdashError('wrong-usage', 'train takes either --recipe or --resume.', {
        todo: 'See --help.',
      })
    }
    const start = recipe === undefined ? { resume: resume as RunId } : { recipe, changes, seed }
    return withLibrary(options(), (context) => train(context, start))
  })

verb('evaluate', 'score a model')
  .option('--model <id>', 'the version to score (default: the active one)')
  .addOption(
    new Option('--split <name>', 'what to score it on').choices(EvaluatedSplit.options).default('test'),
  )
  .addOption(
    new Option(
      '--folder <dir>',
      'score it on photos, in one sub-folder a class; nothing is stored',
    ).conflicts('split'),
  )
  .action(({ folder, ...own }: { model?: string; split: EvaluatedSplit; folder?: string }) =>
    withLibrary(options(), (context) =>
      folder === undefined ? evaluate(context, own) : evaluateFolder(context, folder, own),
    ),
  )

const models = verb('models', 'list the model versions').action(() => withLibrary(options(), listModels))
models
  .command('activate <id>')
  .description('make a version the active one')
  .action((id: string) => withLibrary(options(), (context) => activateModel(context, id)))

models
  .command('remove <id>')
  .description('take a version away; never the active one')
  .action((id: string) => withLibrary(options(), (context) => removeModel(context, id)))
models
  .command('export <id> <dir>')
  .description('write a version to a folder, to use it elsewhere')
  .addOption(
    new Option('--format <format>', 'a TensorFlow.js layers model or a TensorFlow SavedModel')
      .choices(ExportFormat.options)
      .default('tfjs'),
  )
  .action((id: string, dir: string, { format }: { format: ExportFormat }) =>
    withLibrary(options(), (context) => exportModel(context, id, dir, format)),
  )

const backbones = verb('backbones', 'list the pretrained networks that were added').action(() =>
  withLibrary(options(), listAll),
)
backbones
  .command('add <source>')
  .description('keep a copy of a tfjs layers or graph model, from a folder or an https address')
  .requiredOption(
    '--sha256 <hash,...>',
    'of model.json, then of each of its weights files in order; or one, of all these one after the other',
  )
  .option('--name <name>', 'what to call it: small letters, digits and dashes', 'backbone')
  .addOption(
    new Option('--scaling <range>', 'what its pixels are scaled to').choices(Scaling.options).default('0..1'),
  )
  .action((source: string, own: AddOptions) =>
    withLibrary(options(), (context) => addOne(context, source, own)),
  )
backbones
  .command('remove <name>')
  .description('take one away, with the features kept of it')
  .action((name: string) => withLibrary(options(), (context) => removeOne(context, name)))

verb('export <target>', 'write labels or labelled images out')
  .addOption(
    new Option(
      '--format <format>',
      'csv: a file with a row an image, replaced where it is there; folder: every labelled image, in one sub-folder a class',
    )
      .choices(EXPORTS)
      .default('csv'),
  )
  .addOption(new Option('--source <source>', 'only these images (default: all)').choices(Source.options))
  .action((target: string, own: { format: (typeof EXPORTS)[number]; source?: Source }) => {
    const write = own.format === 'csv' ? exportTable : exportFolder
    const sources = own.source ? [own.source] : Source.options
    return withLibrary(options(), (context) => write(context, target, sources))
  })

verb('report <file>', 'write all of a version to one HTML file, replaced where it is there')
  .option('--model <id>', 'the version to report on (default: the active one)')
  .action((file: string, own: { model?: string }) =>
    withLibrary(options(), (context) => writeReport(context, file, own)),
  )

verb('serve', 'open the browser door, on this machine only')
  .option('--port <n>', 'the port (default: any free one)', wholeNumber(65535), 0)
  .option(
    '--host <address>',
    'serve on another address than loopback: anyone who has the URL can then use it',
  )
  .option('--open', 'open it in a browser', false)
  .action((own: { port: number; host?: string; open: boolean }) =>
    withLibrary(options(), (context) => serve(context, own), { background: true }),
  )

try {
  await program.parseAsync()
} catch (error) {
  const json = process.argv.includes('--json')
  if (error instanceof CommanderError && error.exitCode === 0) process.exitCode = EXIT.done
  else if (error instanceof CommanderError) {
    process.exitCode = createOutput(json).fail(
      new HaberdashError('wrong-usage', error.message, { todo: 'See --help.' }),
    )
  } else process.exitCode = createOutput(json).fail(error)
}
