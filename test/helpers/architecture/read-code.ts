import ts from 'typescript';

/** What a file asks for by name: a file, a package or a module of Node. */
interface ModuleRequest {
  /** As it is written; null where it is not a literal, so that nobody can tell what is meant. */
  readonly name: string | null;
  /** A place relative to the file, even without `./` before it. */
  readonly isPlace: boolean;
  /** The code that asks. */
  readonly code: string;
}

/** What the rules need to know of a source file. */
export interface Code {
  readonly requests: readonly ModuleRequest[];
  /** Each line that uses, or may use, the process's environment. */
  readonly environment: readonly string[];
}

/** Functions that take the name of a module and load it or tell where it lies. `tsImport` is tsx's. */
const LOADERS = new Set(['require', 'tsImport', 'getBuiltinModule']);
const MAKER = 'createRequire';

/**
 * Finds every way of naming another module: `import` and `export ... from`, `import type`, `import('x')` as a type and
 * as an expression, `import x = require('x')`, `require('x')`, what `createRequire` makes, `.resolve('x')` of these,
 * `tsImport('x', ...)`, `process.getBuiltinModule('x')`, `new URL('x', import.meta.url)` and `/// <reference />`.
 */
export function readCode(file: string, text: string): Code {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const requests: ModuleRequest[] = [];
  const environment: string[] = [];
  const loaders = new Set(LOADERS);
  const makers = new Set([MAKER]);

  const codeOf = (node: ts.Node) => node.getText(source);
  const lineOf = (node: ts.Node) =>
    text
      .slice(text.lastIndexOf('\n', node.getStart(source)) + 1)
      .split('\n', 1)[0]!
      .trim();
  const ask = (node: ts.Node, named: ts.Node | undefined, isPlace = false) =>
    requests.push({ name: named && ts.isStringLiteralLike(named) ? named.text : null, isPlace, code: codeOf(node) });

  const isMaker = (node: ts.Node): boolean => nameOf(node) !== null && makers.has(nameOf(node)!);
  const makesLoader = (node: ts.Node | undefined): boolean =>
    node !== undefined && ts.isCallExpression(node) && isMaker(node.expression);
  const isLoader = (node: ts.Node): boolean =>
    node.kind === ts.SyntaxKind.ImportKeyword || makesLoader(node) || loaders.has(nameOf(node) ?? '');
  const isResolver = (node: ts.Node): boolean =>
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'resolve' &&
    (isLoader(node.expression) || isImportMeta(node.expression));

  const visit = (node: ts.Node, parent: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier) ask(node, node.moduleSpecifier);
    } else if (ts.isExternalModuleReference(node)) ask(node, node.expression);
    else if (ts.isImportTypeNode(node)) ask(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node);
    else if (ts.isImportSpecifier(node) && node.propertyName?.text === MAKER) makers.add(node.name.text);
    else if (ts.isVariableDeclaration(node) && makesLoader(node.initializer) && ts.isIdentifier(node.name))
      loaders.add(node.name.text);
    else if (ts.isCallExpression(node) && (isLoader(node.expression) || isResolver(node.expression)))
      ask(node, node.arguments[0]);
    else if (ts.isNewExpression(node) && nameOf(node.expression) === 'URL' && isOwnAddress(node.arguments?.[1]))
      ask(node, node.arguments![0], true);
    else if (isMaker(node) && !ts.isPropertyAccessExpression(parent) && !isFollowed(node, parent))
      ask(parent, undefined);
    else if (makesLoader(node) && !isFollowedLoader(node, parent)) ask(node, undefined);
    else if (isProcess(node, parent) && !isHarmless(node, parent)) environment.push(lineOf(node));
    ts.forEachChild(node, (child) => visit(child, node));
  };
  for (const { fileName } of [...source.referencedFiles, ...source.typeReferenceDirectives])
    requests.push({ name: fileName, isPlace: false, code: `/// <reference ${fileName}>` });
  ts.forEachChild(source, (node) => visit(node, source));
  return { requests, environment };
}

/** `name`, or the last part of `something.name`. */
function nameOf(node: ts.Node): string | null {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : null;
}

const isImportMeta = (node: ts.Node): boolean =>
  ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword;

const isOwnAddress = (node: ts.Node | undefined): boolean =>
  node !== undefined &&
  ts.isPropertyAccessExpression(node) &&
  isImportMeta(node.expression) &&
  node.name.text === 'url';

/** Whether a mention of `createRequire` is its import or a call of it: anything else may hand it on unseen. */
const isFollowed = (node: ts.Node, parent: ts.Node): boolean =>
  ts.isImportSpecifier(parent) || (ts.isCallExpression(parent) && parent.expression === node);

/** Whether what `createRequire(...)` makes is called, asked to resolve, or named, at once. */
const isFollowedLoader = (node: ts.Node, parent: ts.Node): boolean =>
  (ts.isCallExpression(parent) && parent.expression === node) ||
  (ts.isPropertyAccessExpression(parent) && parent.name.text === 'resolve') ||
  (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name));

/** `process`, but not the property of something else that has this name. */
const isProcess = (node: ts.Node, parent: ts.Node): boolean => {
  if (!ts.isIdentifier(node) || node.text !== 'process') return false;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node)
    return ['globalThis', 'global'].includes(nameOf(parent.expression) ?? '');
  return !((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node);
};

/** `process.platform` and the like. `process` alone may go anywhere. */
const isHarmless = (node: ts.Node, parent: ts.Node): boolean =>
  ts.isPropertyAccessExpression(parent) && parent.expression === node && parent.name.text !== 'env';
