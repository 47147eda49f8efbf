/** Keeps the address of the connection for the requests that a page makes while it is rendered. */
export default defineEventHandler((event) => {
  event.context.clientAddress ??= getRequestIP(event);
});
