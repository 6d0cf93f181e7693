import { graphql } from '@/api/graphql'
import { useQuestion } from '@/parts/useQuestion'
import { versionParts } from './versionParts'

const versionDocument = graphql(
  `
    query JourneyVersionShown($id: ID!) {
      node(id: $id) {
        __typename
        id
        ...VersionParts
      }
    }
  `,
  [versionParts],
)

/** Ask the stages of one version: a draft, or one that was in force. */
export function useVersion(id: string) {
  return useQuestion(versionDocument, { id })
}
