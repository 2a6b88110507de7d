/**
 * Domain errors. One middleware (`http/error-pages.ts`) turns each into its page and log level;
 * messages are Russian sentences shown to the person.
 */
export abstract class PortalError extends Error {
  abstract readonly status: number;
}

/** Thrown when a thing is absent or belongs to somebody else: the two look the same (product rule §2). */
export class NotFound extends PortalError {
  readonly status = 404;
  constructor(message = 'Такой страницы нет, или у вас нет к ней доступа.') {
    super(message);
  }
}

/** Thrown when one's own thing is asked for without the right to it. */
export class Forbidden extends PortalError {
  readonly status = 403;
  constructor(message = 'У вашей роли нет права на это действие.') {
    super(message);
  }
}

/** Thrown when a right one has is withheld for now: what was typed comes back with the reason. */
export class HeldBack extends Forbidden {}

/** Thrown when a request could not have come from the portal's own pages. */
export class BadRequest extends PortalError {
  readonly status = 400;
  constructor(message = 'Запрос не разобран: в адресе или форме есть лишнее или испорченное поле.') {
    super(message);
  }
}

/** Thrown when a form can't be carried out; `fields` has a sentence per field, '' for the whole form. */
export class Invalid extends PortalError {
  readonly status = 422;
  readonly fields: Record<string, string>;
  constructor(fields: Record<string, string>) {
    super(Object.values(fields)[0] ?? 'Проверьте форму.');
    this.fields = fields;
  }
}

/** Thrown when what the person looked at has changed meanwhile. */
export class Conflict extends PortalError {
  readonly status = 409;
  constructor(message = 'Данные изменились, пока вы смотрели. Проверьте и повторите.') {
    super(message);
  }
}

/** Thrown when somebody else saved a thing since its form was shown: the form comes back with both values (`filledIn`). */
export class ChangedMeanwhile extends Conflict {
  constructor(message = 'Пока вы смотрели, это изменили. Сверьте отмеченные поля и сохраните ещё раз.') {
    super(message);
  }
}

/** Thrown when what an act brings must be seen before it is done: the form comes back as it was typed, and nothing is wrong with it. */
export class ToConfirm extends PortalError {
  readonly status = 200;
}

/** Thrown when tries are throttled; `retryAfterSeconds` goes into Retry-After. */
export class TooMany extends PortalError {
  readonly status = 429;
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number, message = 'Слишком много попыток. Подождите немного и повторите.') {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Thrown when a person asks for more heavy work than is done at once for one (`http/cost.ts`): nothing was begun. */
export class TooManyAtOnce extends TooMany {
  readonly title = 'Слишком много сразу';
  constructor(retryAfterSeconds: number) {
    super(
      retryAfterSeconds,
      'Два ваших запроса уже выполняются. Выгрузки, загрузки файлов и смена пароля идут не больше двух сразу: дождитесь их и повторите.',
    );
  }
}

/** Thrown when more is asked for than fits into one file; the message says how to ask for less. */
export class TooLarge extends PortalError {
  readonly status = 422;
}

/** Thrown when the database or another needed service is away: nothing was done, a repeat is safe. */
export class Unavailable extends PortalError {
  readonly status = 503;
  readonly retryAfterSeconds = 5;
  constructor(message = 'Портал временно не отвечает. Ничего не потеряно: повторите через несколько секунд.') {
    super(message);
  }
}
