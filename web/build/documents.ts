import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  buildSchema,
  Kind,
  parse,
  print,
  validate,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

/** One operation of the console with its fragments, as it is sent by its hash. */
export interface Persisted {
  name: string
  text: string
  hash: string
}

const LITERAL = /\bgraphql\(\s*`([^`]*)`/g
const TYPENAME = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const

/** Return every operation of the sources, by name. Throws when two share a name or one does not fit the schema. */
export function readDocuments(sources: string, schemaFile: string): Persisted[] {
  const found = globSync('**/*.{ts,tsx}', { cwd: sources })
    .filter((path) => !path.includes('.test.'))
    .sort()
    .flatMap((path) => literalsOf(readFileSync(join(sources, path), 'utf8')))
  return composed(found, readFileSync(schemaFile, 'utf8'))
}

/** Return the documents that a module writes down. */
export function literalsOf(module: string): string[] {
  return [...module.matchAll(LITERAL)].map((match) => match[1] ?? '')
}

/** Return the operations of some documents with the fragments they name, however deep, checked against a schema. */
export function composed(literals: string[], sdl: string): Persisted[] {
  const definitions = literals.flatMap((text) => parse(text).definitions)
  const fragments = byName(definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION))
  const operations = byName(definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION))
  const schema = buildSchema(sdl)
  return [...operations].map(([name, operation]) => {
    const document = withTypenames({
      kind: Kind.DOCUMENT,
      definitions: [operation, ...fragmentsBelow(operation, fragments)],
    })
    const errors = validate(schema, document)
    if (errors.length) throw new Error(`${name}: ${errors.map((error) => error.message).join('; ')}`)
    const text = print(document)
    return { name, text, hash: createHash('sha256').update(text).digest('hex') }
  })
}

function byName<T extends OperationDefinitionNode | FragmentDefinitionNode>(nodes: T[]): Map<string, T> {
  const named = new Map<string, T>()
  for (const node of nodes) {
    const name = node.name?.value
    if (!name) throw new Error('every operation of the console has a name')
    if (named.has(name)) throw new Error(`two documents are named ${name}`)
    named.set(name, node)
  }
  return named
}

function fragmentsBelow(
  operation: OperationDefinitionNode,
  fragments: Map<string, FragmentDefinitionNode>,
): FragmentDefinitionNode[] {
  const reached = new Set<FragmentDefinitionNode>()
  const follow = (node: OperationDefinitionNode | FragmentDefinitionNode) =>
    visit(node, {
      FragmentSpread(spread) {
        const fragment = fragments.get(spread.name.value)
        if (!fragment) throw new Error(`there is no fragment ${spread.name.value}`)
        if (!reached.has(fragment)) {
          reached.add(fragment)
          follow(fragment)
        }
      },
    })
  follow(operation)
  return [...reached]
}

/** Ask for the type of every object, by which the client knows what a change touches. */
function withTypenames(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet(node, _key, parent): SelectionSetNode | undefined {
      const isRoot = parent && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION
      return isRoot ? undefined : { ...node, selections: [...node.selections, TYPENAME] }
    },
  })
}
