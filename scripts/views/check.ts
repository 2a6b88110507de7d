import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { headOf, translate } from './translate.ts';

/** One fault, at the line of the template or source file where it stands; the path is relative to the root. */
export interface Fault {
  file: string;
  line: number;
  message: string;
}

/** Codes for names that are declared and not used: every helper is, in most views. */
const unused = new Set([6133, 6138, 6192, 6196, 6198]);
/** Names of the language a view may use; not the time, not the machine. */
const forbidden = new Set(['Date', 'globalThis', 'eval', 'Function', 'Reflect', 'Proxy']);

/**
 * Type-checks the project and all templates of `views/` together: handler → page → partial.
 * `root` is the folder of `tsconfig.json`. Returns the faults, none when all is well.
 */
export function checkViews(root: string, options: { viewsOnly: boolean } = { viewsOnly: false }): Fault[] {
  const faults: Fault[] = [];
  const views = new Map<string, string>();
  for (const file of templates(join(root, 'views'))) {
    try {
      const exists = (path: string) => existsSync(join(dirname(file), `${path}.ejs`));
      views.set(`${file}.ts`, translate(readFileSync(file, 'utf8'), exists).code);
    } catch (error) {
      faults.push({ file: relative(root, file), line: 1, message: error instanceof Error ? error.message : String(error) });
    }
  }
  for (const file of templates(join(root, 'views'))) faults.push(...longLines(root, file));
  const program = createProgram(root, views);
  const checker = program.getTypeChecker();
  for (const source of program.getSourceFiles()) {
    const isView = views.has(source.fileName);
    if (source.isDeclarationFile || (options.viewsOnly && !isView) || source.fileName.includes('/node_modules/')) continue;
    for (const found of [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]) {
      if (!(isView && unused.has(found.code))) faults.push(fault(root, source, found.start ?? 0, found.messageText));
    }
    if (isView) faults.push(...freeNames(root, source, checker));
  }
  return faults;
}

/** A change is read in a diff: only the first line, with its type, may be longer. */
const LONGEST_LINE = 140;

function longLines(root: string, file: string): Fault[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap(({ length }, at) =>
      at > 0 && length > LONGEST_LINE
        ? [{ file: relative(root, file), line: at + 1, message: `longer than ${LONGEST_LINE} characters` }]
        : [],
    );
}

/** Writes the map view → page type that `render` is checked against; only when it changed. */
export function writeViewMap(root: string): void {
  const base = join(root, 'views');
  const entries = templates(base).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    if (!/^<%#\s*@page\b/.test(text)) return [];
    return [`    '${relative(base, file).replace(/\.ejs$/, '')}': ${headOf(text).type};`];
  });
  const map = [
    '// Written by `npm run check:views` from the first lines of the views.',
    'export {};',
    "declare module '#src/platform/http/render.ts' {",
    '  interface ViewPages {',
    ...entries,
    '  }',
    '}',
    '',
  ].join('\n');
  const target = join(root, 'src/generated/views.d.ts');
  mkdirSync(dirname(target), { recursive: true });
  if (read(target) !== map) writeFileSync(target, map);
}

function createProgram(root: string, views: Map<string, string>): ts.Program {
  const configFile = join(root, 'tsconfig.json');
  const config = ts.parseJsonConfigFileContent(ts.readConfigFile(configFile, ts.sys.readFile).config, ts.sys, root);
  const host = ts.createCompilerHost(config.options, true);
  const onDisk = { fileExists: host.fileExists, readFile: host.readFile };
  host.fileExists = (file) => views.has(file) || onDisk.fileExists(file);
  host.readFile = (file) => views.get(file) ?? onDisk.readFile(file);
  return ts.createProgram([...config.fileNames, ...views.keys()], config.options, host);
}

/** Names that come neither from the view, nor from its parameters, nor from the language. */
function freeNames(root: string, source: ts.SourceFile, checker: ts.TypeChecker): Fault[] {
  const faults: Fault[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node.parent)) inspect(node);
    else if (ts.isIdentifier(node) && ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node) inspect(node);
    ts.forEachChild(node, visit);
  };
  const inspect = (name: ts.Identifier): void => {
    if (ts.isPropertyAssignment(name.parent) && name.parent.name === name) return;
    const [declared] = checker.getSymbolAtLocation(name)?.declarations ?? [];
    const file = declared?.getSourceFile().fileName ?? source.fileName;
    const isOutside = file !== source.fileName && isGlobal(declared) && !/\/typescript\/lib\/lib\.es/.test(file);
    if (isOutside || (forbidden.has(name.text) && file !== source.fileName)) {
      faults.push(fault(root, source, name.getStart(), `«${name.text}» is not a name of views`));
    }
  };
  visit(source);
  return faults;
}

/** Declared for everybody: a global of the machine or of a package. */
function isGlobal(declared: ts.Declaration | undefined): boolean {
  return (
    declared !== undefined && (ts.isVariableDeclaration(declared) || ts.isFunctionDeclaration(declared) || ts.isModuleDeclaration(declared))
  );
}

function fault(root: string, source: ts.SourceFile, position: number, message: string | ts.DiagnosticMessageChain): Fault {
  return {
    file: relative(root, source.fileName).replace(/\.ejs\.ts$/, '.ejs'),
    line: source.getLineAndCharacterOfPosition(position).line + 1,
    message: ts.flattenDiagnosticMessageText(message, '\n  '),
  };
}

function templates(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ejs'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
