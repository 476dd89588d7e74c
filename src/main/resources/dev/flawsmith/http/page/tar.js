// A folder of the user's as a tar archive (POSIX ustar), so that it can be sent in one piece; nothing is read before it is sent.

const BLOCK = 512;
const encoder = new TextEncoder();

/** The archive of files, each {path, file}. */
export function tar(entries) {
  const parts = entries.flatMap(({ path, file }) => [header(path, file.size), file, new Uint8Array((BLOCK - (file.size % BLOCK)) % BLOCK)]);
  return new Blob([...parts, new Uint8Array(2 * BLOCK)], { type: "application/x-tar" });
}

function header(path, size) {
  const block = new Uint8Array(BLOCK);
  const put = (text, at) => block.set(encoder.encode(text), at);
  const [prefix, name] = split(path);
  put(name, 0);
  put("0000644\0", 100);
  put("0000000\0", 108);
  put("0000000\0", 116);
  put(`${size.toString(8).padStart(11, "0")}\0`, 124);
  put("00000000000\0", 136);
  put("        ", 148);
  put("0", 156);
  put("ustar\0" + "00", 257);
  put(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

/** A path as ustar holds it: at most 155 bytes before a slash, at most 100 after it. */
function split(path) {
  const bytes = (text) => encoder.encode(text).length;
  if (bytes(path) <= 100) {
    return ["", path];
  }
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) {
    if (bytes(path.slice(0, at)) <= 155 && bytes(path.slice(at + 1)) <= 100) {
      return [path.slice(0, at), path.slice(at + 1)];
    }
  }
  throw new Error(`The path ${path} is too long to be sent: put the folder into a zip file instead.`);
}
