// Runs at CloudFront's edge for every request: a path without an extension is one of the console's
// pages, and index.html shows them all. infra/web_headers.py says the same for the local server.
function handler(event) {
  var request = event.request;
  var name = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (name.indexOf('.') === -1) {
    request.uri = '/index.html';
  }
  return request;
}
