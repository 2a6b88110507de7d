/** Thrown when a file is not what it should be; the message is a Russian sentence for the person who sent it. */
export class UnreadableFile extends Error {}
