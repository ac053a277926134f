// Puts a brotli form beside each file that is named, the smallest of several. Google's own encoder, which node carries, makes
// the seat page's WebAssembly 0.7 % smaller than the one in Rust, and distances with codes of their own 0.5 % more.
import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

/** How many of the shortest distances have a code of their own. */
const DIRECT = [0, 12];

for (const file of process.argv.slice(2)) {
  const content = readFileSync(file);
  const packed = DIRECT.map((direct) =>
    brotliCompressSync(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        [constants.BROTLI_PARAM_NDIRECT]: direct,
      },
    }),
  );
  writeFileSync(`${file}.br`, packed.reduce((smallest, one) => (one.length < smallest.length ? one : smallest)));
}
