import type { LetterContent } from '#src/letters/letters.types.ts';
import { formatPhone } from '#src/lib/phone.ts';

export interface Question {
  readonly id: number;
  readonly subject: string;
  readonly body: string;
  readonly userName: string;
  readonly email: string;
  readonly phone: string | null;
  readonly partnerName: string;
}

/** To MONT's web store: a partner's question, with who to answer. */
export function supportQuestion(question: Question): LetterContent {
  const { id, subject, body, userName, email, phone, partnerName } = question;
  return {
    subject,
    preheader: body.slice(0, 120),
    blocks: [
      {
        facts: [
          ['Партнёр', partnerName],
          ['Кто спрашивает', userName],
          ['Почта', email],
          ...(phone ? [['Телефон', formatPhone(phone)] as const] : []),
          ['Вопрос', `№ ${id}`],
        ],
      },
      { p: body },
      { button: { label: 'Ответить на портале', url: '/admin/support' } },
    ],
  };
}

/** To who asked: the answer. */
export function supportAnswer(question: Pick<Question, 'userName' | 'subject' | 'body'>, answer: string, by: string): LetterContent {
  return {
    subject: `Ответ: ${question.subject}`,
    preheader: answer.slice(0, 120),
    blocks: [
      { p: `Здравствуйте, ${question.userName}!` },
      { p: answer },
      { note: `Ответил ${by}, MONT. Ваш вопрос: ${question.body.slice(0, 500)}` },
      { button: { label: 'Все вопросы', url: '/support' } },
    ],
  };
}
