// The same sweep, submitted from elsewhere.

/** What to type where, for a sweep written as `text`. */
export function snippets(text: string): Record<string, string> {
  const server = location.origin;
  const body = text.trimEnd();
  return {
    "command line": `ratesmith submit - --watch --server ${server} <<'SWEEP'\n${body}\nSWEEP`,
    curl: `curl ${server}/api/v1/sweeps \\\n  -H 'content-type: application/yaml' \\\n  --data-binary @- <<'SWEEP'\n${body}\nSWEEP`,
    Python: `import json\nimport urllib.request\n\nSWEEP = """\n${body.replaceAll("\\", "\\\\")}\n"""\n\nrequest = urllib.request.Request(\n    "${server}/api/v1/sweeps",\n    data=SWEEP.encode(),\n    headers={"content-type": "application/yaml"},\n)\nwith urllib.request.urlopen(request) as answer:\n    print(json.load(answer)["id"])`,
  };
}
