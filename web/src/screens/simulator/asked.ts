/** An uncertain number: the least, the most likely, the most. */
export interface Guess {
  low: number
  mode: number
  high: number
}

/** One touchpoint that is improved, by points of 0-10, for a share of its customers. */
export interface Move {
  touchpoint: string
  uplift: Guess
  share: number
}

/** What is asked of the model; what is null stands as the company's settings say. */
export interface Asked {
  moves: Move[]
  cost: Guess
  monthlyCost: Guess
  rampMonths: number
  halfLifeMonths: number | null
  horizonMonths: number | null
  discountRateMonthly: number | null
  causalShare: number | null
}

export const NOTHING: Guess = { low: 0, mode: 0, high: 0 }
const MOVE = 'm.'
const BETWEEN = '~'

/** Return the scenario that an address holds; what cannot be read of it is left out. */
export function askedOf(address: URLSearchParams): Asked {
  const moves = [...address].flatMap(([name, text]) => {
    if (!name.startsWith(MOVE)) return []
    const [mode, low, high, share] = text.split(BETWEEN).map(Number)
    const move = { touchpoint: name.slice(MOVE.length), uplift: guessOf(mode, low, high), share: share ?? 1 }
    return isMove(move) ? [move] : []
  })
  return {
    moves,
    cost: moneyOf(address.get('cost')),
    monthlyCost: moneyOf(address.get('monthly')),
    rampMonths: numberOf(address.get('ramp')) ?? 0,
    halfLifeMonths: numberOf(address.get('fade')),
    horizonMonths: numberOf(address.get('horizon')),
    discountRateMonthly: numberOf(address.get('discount')),
    causalShare: numberOf(address.get('causal')),
  }
}

/** Return an address that holds a scenario, and what else it held before. */
export function addressOf(asked: Asked, before: URLSearchParams): URLSearchParams {
  const after = new URLSearchParams([...before].filter(([name]) => !isOurs(name)))
  for (const { touchpoint, uplift, share } of asked.moves) {
    after.set(MOVE + touchpoint, share === 1 ? textOf(uplift) : fullTextOf(uplift, share))
  }
  const rest: Record<(typeof OURS)[number], string> = {
    cost: isNothing(asked.cost) ? '' : textOf(asked.cost),
    monthly: isNothing(asked.monthlyCost) ? '' : textOf(asked.monthlyCost),
    ramp: asked.rampMonths ? String(asked.rampMonths) : '',
    fade: textOrNone(asked.halfLifeMonths),
    horizon: textOrNone(asked.horizonMonths),
    discount: textOrNone(asked.discountRateMonthly),
    causal: textOrNone(asked.causalShare),
  }
  for (const [name, text] of Object.entries(rest)) if (text) after.set(name, text)
  return after
}

const OURS = ['cost', 'monthly', 'ramp', 'fade', 'horizon', 'discount', 'causal'] as const
const isOurs = (name: string) => name.startsWith(MOVE) || OURS.some((one) => one === name)
const isNothing = ({ low, mode, high }: Guess) => low === 0 && mode === 0 && high === 0
const textOrNone = (value: number | null) => (value === null ? '' : String(value))
const isSure = ({ low, mode, high }: Guess) => low === mode && mode === high
const textOf = (guess: Guess) =>
  isSure(guess) ? String(guess.mode) : [guess.mode, guess.low, guess.high].join(BETWEEN)
const fullTextOf = (guess: Guess, share: number) => [guess.mode, guess.low, guess.high, share].join(BETWEEN)

/** A certain number. */
export const sure = (value: number): Guess => ({ low: value, mode: value, high: value })

function guessOf(mode = NaN, low = mode, high = mode): Guess {
  return { low, mode, high }
}

function isMove({ touchpoint, uplift, share }: Move): boolean {
  const numbers = [uplift.low, uplift.mode, uplift.high, share]
  return touchpoint !== '' && uplift.mode !== 0 && numbers.every(Number.isFinite)
}

function moneyOf(text: string | null): Guess {
  const guess = guessOf(...(text ?? '0').split(BETWEEN).map(Number))
  return [guess.low, guess.mode, guess.high].every((one) => Number.isFinite(one) && one >= 0)
    ? guess
    : NOTHING
}

function numberOf(text: string | null): number | null {
  const value = text === null || text === '' ? NaN : Number(text)
  return Number.isFinite(value) ? value : null
}

/** Return a guess whose most likely value was moved; its ends stay where they are unless they were passed. */
export function moved(guess: Guess, mode: number): Guess {
  if (isSure(guess)) return sure(mode)
  return { low: Math.min(guess.low, mode), mode, high: Math.max(guess.high, mode) }
}

/** Whether two scenarios ask the same. */
export function isSame(one: Asked, other: Asked): boolean {
  const [first, second] = [one, other].map((asked) => addressOf(asked, new URLSearchParams()).toString())
  return first === second
}
