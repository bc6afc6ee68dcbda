import { z } from 'zod';
import { passwordProblem } from './password.ts';
import { MEMBER_ROLES } from './roles.ts';

const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'Use an email address of at most 254 characters.')
  .pipe(z.email('This does not look like an email address, such as ada@example.org.'));

const PersonName = z.string().trim().min(1, 'Enter your name.').max(100, 'Use at most 100 characters.');

export const SignInInput = z.object({
  email: Email,
  password: z.string().min(1, 'Enter your password.').max(1_000, 'This password is too long.'),
});
export type SignInInput = z.infer<typeof SignInInput>;

export const OwnerInput = z
  .object({
    name: PersonName,
    email: Email,
    password: z.string(),
  })
  .superRefine(({ email, password }, context) => {
    const message = passwordProblem(password, email);
    if (message) context.addIssue({ code: 'custom', path: ['password'], message });
  });
export type OwnerInput = z.infer<typeof OwnerInput>;

/** The sign-in form: with the page that was asked for. */
export const SignInForm = SignInInput.extend({ next: z.string().optional() });

export const AccountInput = z.object({ name: PersonName });

export const PasswordChange = z
  .object({
    currentPassword: z.string().min(1, 'Enter your present password.').max(1_000, 'This password is too long.'),
    newPassword: z.string(),
  })
  .superRefine(({ newPassword }, context) => {
    const message = passwordProblem(newPassword);
    if (message) context.addIssue({ code: 'custom', path: ['newPassword'], message });
  });

export const TokenInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Give the token a name, such as "nightly import".')
    .max(100, 'Use at most 100 characters.'),
  role: z.enum(MEMBER_ROLES),
});
export type TokenInput = z.infer<typeof TokenInput>;
