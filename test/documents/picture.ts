import { inflateSync } from 'node:zlib';
import { extractText, getDocumentProxy } from 'unpdf';

/** Text of every page with spaces folded. */
export async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const { text } = await extractText(new Uint8Array(pdf), { mergePages: false });
  return text.map((page) => page.replace(/[\s\u00a0]+/g, ' ').trim());
}

/** Where a piece of text stands, points from the bottom left corner; the box is that of its letters. */
export interface PlacedText {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

export interface PageTexts {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly PlacedText[];
}

/** Every piece of text of every page, as a reader of PDF places it. */
export async function textsOf(pdf: Uint8Array): Promise<PageTexts[]> {
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const pages: PageTexts[] = [];
  for (let no = 1; no <= document.numPages; no++) {
    const page = await document.getPage(no);
    const [, , width = 0, height = 0] = page.view;
    const { items } = await page.getTextContent();
    const texts = items.flatMap((item): PlacedText[] => {
      if (!('str' in item) || item.str.trim() === '') return [];
      const [left, baseline]: [number, number] = [item.transform[4], item.transform[5]];
      return [
        { text: item.str, left, right: left + item.width, bottom: baseline - item.height * 0.15, top: baseline + item.height * 0.65 },
      ];
    });
    pages.push({ width, height, texts });
  }
  return pages;
}

/** Pairs of texts of a page that run into each other. */
export function collisions({ texts }: PageTexts): string[] {
  const over = (a: PlacedText, b: PlacedText) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 && Math.min(a.top, b.top) - Math.max(a.bottom, b.bottom) > 0.5;
  return texts.flatMap((a, at) =>
    texts
      .slice(at + 1)
      .filter((b) => over(a, b))
      .map((b) => `«${a.text}» × «${b.text}»`),
  );
}

type Matrix = readonly [number, number, number, number, number, number];

export interface Picture {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** What is filled on the first page, black on white, as a printer of this resolution puts it on paper. */
export function firstPage(pdf: Uint8Array, page: { width: number; height: number }, dpi: number): Picture {
  const scale = dpi / 72;
  const [width, height] = [Math.ceil(page.width * scale), Math.ceil(page.height * scale)];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const [left, bottom, right, top] of filledBoxes(contentOf(pdf))) {
    const [fromX, toX] = [Math.round(left * scale), Math.round(right * scale)];
    const [fromY, toY] = [Math.round((page.height - top) * scale), Math.round((page.height - bottom) * scale)];
    for (let y = fromY; y < toY; y++) for (let x = fromX; x < toX; x++) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  }
  return { data, width, height };
}

/** The drawing operators of the first page. */
function contentOf(pdf: Uint8Array): string {
  const file = Buffer.from(pdf);
  for (let at = file.indexOf('stream\n'); at >= 0; at = file.indexOf('stream\n', at + 7)) {
    if (file.toString('latin1', at - 3, at) === 'end') continue;
    const content = inflateSync(file.subarray(at + 7), { finishFlush: 2 }).toString('latin1');
    if (/ cm\b/.test(content)) return content;
  }
  throw new Error('the file has no page');
}

/** Rectangles that are filled, [left, bottom, right, top] in points of the page. */
function filledBoxes(content: string): [number, number, number, number][] {
  const filled: [number, number, number, number][] = [];
  const kept: Matrix[] = [];
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  let path: [number, number, number, number][] = [];
  let numbers: number[] = [];
  for (const word of content.replace(/BT[\s\S]*?ET/g, '').split(/\s+/)) {
    if (/^[-.\d]+$/.test(word)) {
      numbers.push(Number(word));
      continue;
    }
    if (word === 'q') kept.push(matrix);
    if (word === 'Q') matrix = kept.pop() ?? matrix;
    if (word === 'cm') matrix = times(numbers as unknown as Matrix, matrix);
    if (word === 're') path.push(boxOf(numbers, matrix));
    if (word === 'f') filled.push(...path);
    if (['f', 'S', 'n'].includes(word)) path = [];
    numbers = [];
  }
  return filled;
}

const times = ([a, b, c, d, e, f]: Matrix, [A, B, C, D, E, F]: Matrix): Matrix => [
  a * A + b * C,
  a * B + b * D,
  c * A + d * C,
  c * B + d * D,
  e * A + f * C + E,
  e * B + f * D + F,
];

function boxOf([x = 0, y = 0, w = 0, h = 0]: readonly number[], [a, , , d, e, f]: Matrix): [number, number, number, number] {
  const [xs, ys] = [[x * a + e, (x + w) * a + e] as const, [y * d + f, (y + h) * d + f] as const];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
