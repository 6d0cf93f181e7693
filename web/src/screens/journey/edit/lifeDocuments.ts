import { graphql } from '@/api/graphql'

export const startDraft = graphql(`
  mutation StartDraft($input: DraftJourneyVersionInput!) {
    draftJourneyVersion(input: $input) {
      journeyVersion {
        id
        number
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)

export const publishDraft = graphql(`
  mutation PublishDraft($input: JourneyVersionIdInput!) {
    publishJourneyVersion(input: $input) {
      journeyVersion {
        id
        number
        state
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)

export const discardDraft = graphql(`
  mutation DiscardDraft($input: JourneyVersionIdInput!) {
    discardJourneyVersion(input: $input) {
      deletedId
      userErrors {
        code
        field
        message
      }
    }
  }
`)

export const renameTouchpoint = graphql(`
  mutation RenameTouchpoint($input: UpdateTouchpointInput!) {
    updateTouchpoint(input: $input) {
      touchpoint {
        id
        nameZh
        nameEn
        revision
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)

export const newTouchpoint = graphql(`
  mutation NewTouchpoint($input: CreateTouchpointInput!) {
    createTouchpoint(input: $input) {
      touchpoint {
        id
        code
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)

export const beginJourneys = graphql(`
  mutation BeginJourneys($input: ApplyBlueprintInput!) {
    applyBlueprint(input: $input) {
      journeys {
        id
        code
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)
