import { createHash } from 'node:crypto';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import { standingClock } from '#src/platform/clock.ts';
import { command } from '#src/platform/command.ts';
import { type Portal, systemScope } from '#src/platform/scope.ts';
import { moscow } from './time.ts';

/** «Вектор» has its storefront open, and two people have asked for something there. */
export async function openStorefront(portal: Portal): Promise<void> {
  const at = (on: string, time: string) => systemScope({ ...portal, clock: standingClock(moscow(on, time)) }, 'seed');
  await command(at('2026-11-10', '12:30'), { action: 'seed.storefront' }, async (tx) => {
    const { id } = await tx.db.partner.findUniqueOrThrow({ where: { code: 'vector' }, select: { id: true } });
    await tx.db.storefront.update({
      where: { partnerId: id },
      data: {
        ...{ isOn: true, name: 'Вектор', accent: '#0f766e', markup: 2500, hours: 'Пн–Пт 9:00–18:00 по Москве' },
        text: 'Подбираем и сопровождаем программы для бизнеса: антивирусы, офис, облака, видеосвязь.\n\nПлатите помесячно, меняйте число пользователей, когда нужно.',
        updatedAt: tx.now,
      },
    });
  });
  await askedFor(at('2026-11-20', '15:42'), { sku: CAST_SKU, seats: 30, unitPrice: 268_00n, ...PETROVA });
  await askedFor(at('2026-11-21', '18:05'), { sku: 'YA360-OPT-1U', seats: 12, unitPrice: null, ...ORLOV });
}

const PETROVA = {
  ...{ name: 'Ольга Петрова', phone: '+79215550314', email: 'petrova@lesnoy-dvor.example' },
  ...{ company: 'ООО «Лесной двор»', inn: null, comment: 'Сейчас стоит бесплатный антивирус, переезжаем в декабре.' },
};
const ORLOV = {
  name: 'Максим Орлов',
  phone: '+79035550427',
  email: 'orlov@orlov-stroy.example',
  company: 'ИП Орлов',
  inn: null,
  comment: null,
};

interface Asked {
  readonly sku: string;
  readonly seats: number;
  readonly unitPrice: bigint | null;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly company: string;
  readonly inn: string | null;
  readonly comment: string | null;
}

function askedFor(scope: ReturnType<typeof systemScope>, asked: Asked): Promise<void> {
  return command(scope, { action: 'seed.storefront' }, async (tx) => {
    const { id: partnerId } = await tx.db.partner.findUniqueOrThrow({ where: { code: 'vector' }, select: { id: true } });
    const offer = await tx.db.offer.findUniqueOrThrow({ where: { sku: asked.sku }, select: { name: true, productId: true } });
    const product = await tx.db.product.findUniqueOrThrow({ where: { id: offer.productId }, select: { name: true } });
    await tx.db.storefrontRequest.create({
      data: {
        ...asked,
        ...{ partnerId, productName: product.name, offerName: offer.name, createdAt: tx.now },
        sum: asked.unitPrice === null ? null : asked.unitPrice * BigInt(asked.seats),
        ...{ consentVersion: 1, consentSha256: sha256(''), consentAt: tx.now, consentAddress: '203.0.113.17' },
        fingerprint: sha256(`${asked.phone} ${asked.sku}`),
      },
      select: { id: true },
    });
  });
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
