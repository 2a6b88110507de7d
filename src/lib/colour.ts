/** Colours as people give them and as screens show them: `#rrggbb`, and OKLCH, in which lightness is what the eye sees. */
export interface Oklch {
  /** 0 … 1 */
  readonly l: number;
  /** 0 … about 0.37 */
  readonly c: number;
  /** Degrees. */
  readonly h: number;
}

type Triple = readonly [number, number, number];

/** The colour of `#rrggbb`. @throws RangeError for anything else */
export function oklchOf(hex: string): Oklch {
  const [r, g, b] = linearOf(hex);
  const [l, m, s] = [
    Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b),
    Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b),
    Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b),
  ];
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    c: Math.hypot(a, bb),
    h: ((Math.atan2(bb, a) * 180) / Math.PI + 360) % 360,
  };
}

/** The nearest colour of this lightness and hue that a screen can show, as `#rrggbb`: where it is too vivid, less vivid. */
export function hexOf({ l, c, h }: Oklch): string {
  let [low, high] = [0, c];
  if (isShown(linear({ l, c, h }))) low = c;
  else
    for (let step = 0; step < 20; step++)
      [low, high] = isShown(linear({ l, c: (low + high) / 2, h })) ? [(low + high) / 2, high] : [low, (low + high) / 2];
  return `#${linear({ l, c: low, h })
    .map((part) =>
      Math.round(255 * gamma(Math.min(1, Math.max(0, part))))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** Contrast of two colours by WCAG 2.2, 1 … 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const luminance = (hex: string): number => {
  const [r, g, b] = linearOf(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

function linearOf(hex: string): Triple {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!found) throw new RangeError(`no colour: ${hex}`);
  const part = (at: number): number => {
    const value = Number.parseInt(found[at] ?? '', 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(2), part(3)];
}

const gamma = (part: number): number => (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055);

/** Within what a screen shows, but for what rounding makes. */
const isShown = (parts: Triple): boolean => parts.every((part) => part >= -0.0001 && part <= 1.0001);

function linear({ l, c, h }: Oklch): Triple {
  const [a, b] = [c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)];
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}
