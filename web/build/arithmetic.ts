import ts from 'typescript'

/** A place where the console computes with numbers, and whether one of them is of a statistic. */
export interface Computed {
  file: string
  line: number
  text: string
  isStatistic: boolean
}

const { SyntaxKind } = ts
const OPERATORS = new Set<ts.SyntaxKind>([
  ...[SyntaxKind.PlusToken, SyntaxKind.MinusToken, SyntaxKind.AsteriskToken, SyntaxKind.SlashToken],
  ...[SyntaxKind.PercentToken, SyntaxKind.AsteriskAsteriskToken, SyntaxKind.PlusEqualsToken],
  ...[SyntaxKind.MinusEqualsToken, SyntaxKind.AsteriskEqualsToken, SyntaxKind.SlashEqualsToken],
])
// What an answer calls a statistic: see EstimateParts.
const STATISTIC = ['value', 'low', 'high', 'n', 'status']
const FIGURES = new Set(['value', 'low', 'high', 'n'])

/** Read sources as the compiler does: with their types. */
export function programOf(files: string[], options: ts.CompilerOptions, host?: ts.CompilerHost): ts.Program {
  return ts.createProgram({
    rootNames: files,
    options: { ...options, noEmit: true },
    ...(host ? { host } : {}),
  })
}

/** Return where numbers are added, subtracted, multiplied, divided or reduced in a file. Comparing sorts is not that. */
export function computedIn(program: ts.Program, path: string): Computed[] {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(path)
  if (!source) throw new Error(`${path} is not a part of the program`)
  const found: Computed[] = []
  const visit = (node: ts.Node): void => {
    const parts = partsOf(node, checker)
    if (parts && !isOrder(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart())
      const isStatistic = parts.some((one) => isFigure(one, checker))
      found.push({ file: path, line: line + 1, text: node.getText().replace(/\s+/g, ' '), isStatistic })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Return what a node computes with; null when it computes nothing. */
function partsOf(node: ts.Node, checker: ts.TypeChecker): ts.Expression[] | null {
  if (ts.isBinaryExpression(node) && OPERATORS.has(node.operatorToken.kind))
    return isNumber(node, checker) ? [node.left, node.right] : null
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    isNumber(node, checker)
  ) {
    const { name, expression } = node.expression
    if (name.text === 'reduce') return [expression, ...node.arguments]
  }
  return null
}

function isNumber(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const { flags } = checker.getBaseTypeOfLiteralType(checker.getTypeAtLocation(node))
  return (flags & ts.TypeFlags.NumberLike) !== 0
}

/** Whether it is what a comparator returns: the order of two things is no figure. */
function isOrder(node: ts.Node): boolean {
  const made = ts.findAncestor(node, ts.isArrowFunction)
  const call = made?.parent
  if (!made || !call || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression))
    return false
  return made.body === node && ['sort', 'toSorted'].includes(call.expression.name.text)
}

/** Whether a number comes out of a statistic: read from one, taken apart from one, or named after having been so. */
function isFigure(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (ts.isPropertyAccessExpression(node))
    return FIGURES.has(node.name.text) && isStatistic(checker.getTypeAtLocation(node.expression), checker)
  if (ts.isIdentifier(node)) return isNamedFigure(node, checker)
  if (ts.isArrowFunction(node)) return isFigure(node.body, checker)
  return ts.forEachChild(node, (child) => isFigure(child, checker) || undefined) ?? false
}

function isNamedFigure(name: ts.Identifier, checker: ts.TypeChecker): boolean {
  const declared = checker.getSymbolAtLocation(name)?.valueDeclaration
  if (!declared || declared.getSourceFile() !== name.getSourceFile()) return false
  if (ts.isBindingElement(declared)) {
    const read = (declared.propertyName ?? declared.name).getText()
    return FIGURES.has(read) && isStatistic(checker.getTypeAtLocation(declared.parent), checker)
  }
  if (ts.isVariableDeclaration(declared) && declared.initializer && !isWithin(name, declared))
    return isNumber(name, checker) && isFigure(declared.initializer, checker)
  return false
}

const isWithin = (node: ts.Node, outer: ts.Node) => node.pos >= outer.pos && node.end <= outer.end

function isStatistic(type: ts.Type, checker: ts.TypeChecker): boolean {
  const known = checker.getNonNullableType(type)
  return STATISTIC.every((name) => known.getProperty(name))
}
