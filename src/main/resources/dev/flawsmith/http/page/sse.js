// Server-sent events out of a fetch response (EventSource can only GET).

/** Yields {id, event, data} with data still as text; id is that of the last event that had one. */
export async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  let id = null;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    buffer += value;
    let end;
    while ((end = buffer.indexOf("\n\n")) >= 0) {
      const parsed = parse(buffer.slice(0, end));
      buffer = buffer.slice(end + 2);
      id = parsed.id ?? id;
      if (parsed.data !== "") {
        yield { ...parsed, id };
      }
    }
  }
}

function parse(block) {
  let event = "message";
  let id = null;
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event: ")) {
      event = line.slice(7);
    } else if (line.startsWith("id: ")) {
      id = line.slice(4);
    } else if (line.startsWith("data: ")) {
      data.push(line.slice(6));
    }
  }
  return { id, event, data: data.join("\n") };
}
