import { expect, test } from 'vitest'
import { addressOf, askedOf, isSame, moved, sure, type Asked } from './asked'

const asked: Asked = {
  moves: [
    { touchpoint: 'queue', uplift: { low: 0.3, mode: 0.5, high: 0.9 }, share: 0.5 },
    { touchpoint: '等位 ~1', uplift: sure(-1), share: 1 },
  ],
  cost: { low: 100, mode: 200, high: 400 },
  monthlyCost: sure(10),
  rampMonths: 3,
  halfLifeMonths: 6,
  horizonMonths: 24,
  discountRateMonthly: 0,
  causalShare: 0.25,
}

test('a scenario goes into the address and comes back, with what else stood there', () => {
  const address = addressOf(asked, new URLSearchParams('period=2026-09&m.old=1&ramp=9'))

  expect(askedOf(new URLSearchParams(address.toString()))).toEqual(asked)
  expect(address.get('period')).toBe('2026-09')
  expect(address.has('m.old')).toBe(false)
})

test('what cannot be read of an address is left out', () => {
  const found = askedOf(new URLSearchParams('m.queue=much&m.=1&m.pay=0&cost=-5&ramp=x&causal='))

  expect(found).toMatchObject({ moves: [], cost: sure(0), rampMonths: 0, causalShare: null })
})

test('a certain number stays certain when it is moved, a guess keeps its ends', () => {
  expect(moved(sure(1), 2)).toEqual(sure(2))
  expect(moved({ low: 1, mode: 2, high: 3 }, 2.5)).toEqual({ low: 1, mode: 2.5, high: 3 })
  expect(moved({ low: 1, mode: 2, high: 3 }, 4)).toEqual({ low: 1, mode: 4, high: 4 })
})

test('the same scenario is known again, and one that was moved is not', () => {
  expect(isSame(asked, { ...asked, moves: [...asked.moves] })).toBe(true)
  expect(isSame(asked, { ...asked, rampMonths: 4 })).toBe(false)
})
