import { graphql } from '@/api/graphql'
import { versionParts } from '../versionParts'

export const draftDocument = graphql(`
  query JourneyDraft($codes: [String!]!) {
    journeys(first: 1, filter: { codes: $codes }) {
      nodes {
        id
        code
        nameZh
        nameEn
        publishedVersion {
          id
          number
        }
        versions(first: 1) {
          nodes {
            id
            number
            state
          }
        }
      }
    }
    touchpoints(first: 100, filter: { isArchived: false }) {
      nodes {
        id
        code
        nameZh
        nameEn
      }
    }
  }
`)

export const createStage = graphql(
  `
    mutation CreateStage($input: CreateStageInput!) {
      changed: createStage(input: $input) {
        journeyVersion {
          ...VersionParts
        }
        userErrors {
          code
          field
          message
        }
      }
    }
  `,
  [versionParts],
)

export const updateStage = graphql(
  `
    mutation UpdateStage($input: UpdateStageInput!) {
      changed: updateStage(input: $input) {
        journeyVersion {
          ...VersionParts
        }
        userErrors {
          code
          field
          message
        }
      }
    }
  `,
  [versionParts],
)

export const deleteStage = graphql(
  `
    mutation DeleteStage($input: DeleteStageInput!) {
      changed: deleteStage(input: $input) {
        journeyVersion {
          ...VersionParts
        }
        userErrors {
          code
          field
          message
        }
      }
    }
  `,
  [versionParts],
)

export const reorderStages = graphql(
  `
    mutation ReorderStages($input: ReorderStagesInput!) {
      changed: reorderStages(input: $input) {
        journeyVersion {
          ...VersionParts
        }
        userErrors {
          code
          field
          message
        }
      }
    }
  `,
  [versionParts],
)

export const placeTouchpoint = graphql(
  `
    mutation PlaceTouchpoint($input: PlaceTouchpointInput!) {
      changed: placeTouchpoint(input: $input) {
        journeyVersion {
          ...VersionParts
        }
        userErrors {
          code
          field
          message
        }
      }
    }
  `,
  [versionParts],
)

export const removePlacement = graphql(
  `
    mutation RemovePlacement($input: RemovePlacementInput!) {
      changed: removePlacement(input: $input) {
        journeyVersion {
          ...VersionParts
        }
        userErrors {
          code
          field
          message
        }
      }
    }
  `,
  [versionParts],
)
