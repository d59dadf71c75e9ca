import { useState, type FormEvent } from 'react';
import { Dialog, Heading } from 'react-aria-components/Dialog';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { TextField } from 'react-aria-components/TextField';
import { useApi } from '../api/client';
import { useStore } from '../api/store';
import { Button } from '../ui/button';
import styles from '../ui/ui.module.css';

/** A token that a header can carry. */
const SENDABLE = /^[\x21-\x7e]{1,8192}$/;

/** Asks for a credential when the service requires one; the page beneath keeps its state. */
export default function SignInDialog() {
  const { session, apollo } = useApi();
  const { demand } = useStore(session);
  const [token, setToken] = useState('');
  const [fault, setFault] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = token.trim();
    if (!SENDABLE.test(given)) return setFault('This is no token: it has spaces or letters that no token has.');
    setFault('');
    session.signIn(given);
    setToken('');
    void apollo.refetchQueries({ include: 'active' });
  };
  return (
    <ModalOverlay className={`sluice ${styles.overlay}`} isOpen={demand !== null} isKeyboardDismissDisabled>
      <Modal className={styles.modal}>
        <Dialog>
          <Heading slot="title">Sign in</Heading>
          <p role="alert">{demand}</p>
          <form onSubmit={submit}>
            <TextField className={styles.field} type="password" value={token} onChange={setToken} autoFocus isRequired>
              <Label>Token</Label>
              <Input autoComplete="current-password" />
            </TextField>
            {fault && <p className={styles.fault}>{fault}</p>}
            <p className={styles.hint}>
              An API token or a JSON Web Token. It is kept in this tab, and forgotten with it.
            </p>
            <div className={styles.actions}>
              <Button type="submit" look="primary">
                Sign in
              </Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
