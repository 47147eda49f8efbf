import { addressIn, passOn } from '../../../../latchkey';

const handler = (request) => passOn(request, addressIn(request.headers));

export { handler as GET, handler as POST };
