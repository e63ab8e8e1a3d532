/** The invented cast: nobody here exists, every address is reserved for documentation (RFC 2606, RFC 5737, RFC 3849). */
import type { Random } from './random.ts'

export interface Person {
  readonly id: string
  readonly email: string
  readonly name: string
  /** The address they usually come from. */
  readonly ip: string
  readonly agent: string
}

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'
const safari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15'

const person = (id: string, login: string, name: string, ip: string, agent: string): Person => ({
  id: `usr_${id}`,
  email: `${login}@example.com`,
  name,
  ip,
  agent,
})

export const alex = person('01alx', 'alex', 'Alex Farrow', '192.0.2.11', firefox)
export const mira = person('02mir', 'mira.holt', 'Mira Holt', '192.0.2.24', chrome)
export const jonas = person('03jon', 'jonas.brandt', 'Jonas Brandt', '192.0.2.37', safari)
export const noor = person('04nor', 'noor.said', 'Noor Saïd', '198.51.100.8', chrome)
export const tomas = person('05tom', 'tomas.vrba', 'Tomáš Vrba', '2001:db8:20::15', firefox)
export const yuki = person('06yuk', 'yuki.arai', '新井 ゆき', '2001:db8:30:1::7', safari)
export const leila = person('07lei', 'leila.admin', 'Leila Marsh', '192.0.2.200', chrome)
export const petra = person('08pet', "petra.o'dell", 'Petra O’Dell', '198.51.100.90', firefox)

export const people: readonly Person[] = [alex, mira, jonas, noor, tomas, yuki, leila, petra]

/** The address nobody expects: where the stories' intruder comes from. */
export const strangerIp = '203.0.113.77'

/** The person's usual address, now and then one from a hotel or a phone. */
export function addressOf(random: Random, who: Person): string {
  if (random.chance(0.85)) return who.ip
  return random.chance(0.5) ? `203.0.113.${random.int(10, 60)}` : `2001:db8:99::${random.hex(4)}`
}
