import type { Plugin } from 'vite'
import { readDocuments } from './documents.ts'

const NAME = 'virtual:persisted'

/** Give the client the hashes of its documents by operation name, and the server the documents: `documents.json`. */
export function persisted(where: { sources: string; schema: string }): Plugin {
  const read = () => readDocuments(where.sources, where.schema)
  return {
    name: 'huibao-persisted',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) return undefined
      const hashes = Object.fromEntries(read().map(({ name, hash }) => [name, hash]))
      return `export default ${JSON.stringify(hashes)}`
    },
    generateBundle() {
      const source = JSON.stringify(read().map(({ text }) => text))
      this.emitFile({ type: 'asset', fileName: 'documents.json', source })
    },
  }
}
