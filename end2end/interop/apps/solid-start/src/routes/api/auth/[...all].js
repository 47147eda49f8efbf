import { passOn } from '../../../latchkey';

const handler = ({ request, clientAddress }) => passOn(request, clientAddress);

export { handler as GET, handler as POST };
