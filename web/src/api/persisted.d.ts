/** Hash of each document of the console by the name of its operation, made by build/persisted.ts. */
declare module 'virtual:persisted' {
  const hashes: Record<string, string>
  export default hashes
}
