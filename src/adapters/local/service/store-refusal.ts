const CODE = /<Error>\s*<Code>(\w+)<\/Code>/;

/**
 * Whether a store refused a signed link because its time is over: its own (403), or that of the credentials that it was
 * signed with (400, told apart from other mistakes by the code of the XML answer).
 */
export const hasLinkRunOut = (status: number, answer: string): boolean =>
  status === 403 || (status === 400 && CODE.exec(answer)?.[1] === 'ExpiredToken');
