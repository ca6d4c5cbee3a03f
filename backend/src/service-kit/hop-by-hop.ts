/** Headers that belong to the connection on which an answer came, and not to the answer. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding'];

export const isHopByHop = (name: string): boolean => HOP_BY_HOP.includes(name);
