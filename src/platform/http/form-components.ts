/** What the partials of `views/components/` that make forms take. */
import type { IconName } from './icons.ts';
import type { Html } from './views.ts';

/** A link that looks like a button, or a submit button (`name`, `value`), or one that may not be pressed now (`why`). */
export interface ButtonProps {
  label: string;
  icon?: IconName;
  kind?: 'primary' | 'danger' | 'danger solid' | 'quiet';
  size?: 'small' | 'large';
  href?: string;
  name?: string;
  value?: string;
  /** Id of the form the button submits, when it stands outside of it. */
  form?: string;
  /** Id of the dialog that opens instead of following `href` or submitting. */
  dialog?: string;
  /** Why it can't be pressed now: shown under the button. */
  why?: string;
  formnovalidate?: boolean;
  autofocus?: boolean;
}

export interface Option {
  value: string;
  label: string;
}

export interface FieldProps {
  name: string;
  label: string;
  /** `text` when absent. */
  type?: 'text' | 'number' | 'date' | 'month' | 'email' | 'password' | 'tel' | 'search' | 'url' | 'file' | 'textarea' | 'select';
  /** The name when absent; give one where two forms of a page have the same name. */
  id?: string;
  value?: string;
  hint?: string;
  error?: string;
  options?: Option[];
  isOptional?: boolean;
  required?: boolean;
  disabled?: boolean;
  readonly?: boolean;
  autofocus?: boolean;
  /** The label is for screen readers only. */
  isLabelHidden?: boolean;
  /** Takes the whole row of a `field-grid`. */
  isWide?: boolean;
  isMono?: boolean;
  icon?: IconName;
  /** Text that always follows the value: `.onmicrosoft.com`. */
  suffix?: string;
  /** A button glued to the field, such as «+ Новый». */
  button?: ButtonProps;
  autocomplete?: string;
  inputmode?: 'numeric' | 'decimal' | 'tel' | 'email' | 'search';
  min?: string | number;
  max?: string | number;
  maxlength?: number;
  rows?: number;
  pattern?: string;
  placeholder?: string;
  accept?: string;
  form?: string;
}

export interface CheckProps {
  name: string;
  label: string;
  /** Markup in the label, such as links to the terms; made by a partial. */
  content?: Html;
  id?: string;
  value?: string;
  isChecked?: boolean;
  hint?: string;
  error?: string;
  required?: boolean;
  disabled?: boolean;
}

/** A radio button as a card; `extra` shows only when it is chosen. */
export interface ChoiceProps {
  name: string;
  value: string;
  label: string;
  hint?: string;
  isChecked?: boolean;
  disabled?: boolean;
  extra?: FieldProps;
}

export interface StepperProps {
  name: string;
  label: string;
  value: string;
  id?: string;
  min: number;
  max: number;
  hint?: string;
  error?: string;
  /** Text beside the buttons: «× 214,00 ₽». */
  beside?: string;
}

/** Field name → message, in the order of the form. `ids` where the field's id is not its name. */
export interface ErrorSummaryProps {
  errors: Record<string, string>;
  ids?: Record<string, string>;
  /** Does not take the focus: for the page that only shows it. */
  isSample?: boolean;
}
