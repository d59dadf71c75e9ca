import { createContext, useContext, useEffect } from 'react';

/** Told when a question opens about something within it. @returns what tells that it is over */
export type OnQuestion = () => () => void;

/** Around what must not move while one of its jobs is asked about. */
export const QuestionContext = createContext<OnQuestion | null>(null);

export function useOpenQuestion(isOpen: boolean): void {
  const onQuestion = useContext(QuestionContext);
  useEffect(() => (isOpen && onQuestion ? onQuestion() : undefined), [isOpen, onQuestion]);
}
