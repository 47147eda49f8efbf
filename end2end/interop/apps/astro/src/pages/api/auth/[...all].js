import { passOn } from '../../../latchkey';

export const ALL = ({ request, clientAddress }) => passOn(request, clientAddress);
