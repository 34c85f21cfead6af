import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { words } from '../words/index.ts';
import { deliverMessages } from './messages.ts';

const GOOD_MS = 4_000;
const BAD_MS = 10_000;
const manager = Toast.createToastManager();

/** The passing messages that are shown now. */
export function ToastList(): ReactNode {
  useEffect(() => {
    deliverMessages(({ title, description, isBad }) => {
      manager.add({
        title,
        ...(description !== undefined && { description }),
        ...(isBad && { type: 'bad', priority: 'high' }),
        timeout: isBad ? BAD_MS : GOOD_MS,
      });
    });
  }, []);
  return (
    <Toast.Provider toastManager={manager}>
      <Toast.Portal>
        <Toast.Viewport className="fixed right-3 bottom-20 left-3 z-50 flex flex-col items-end gap-2 sm:bottom-4 sm:left-auto sm:w-96">
          <Messages />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Messages(): ReactNode {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className={`flex w-full items-start gap-3 rounded-card border bg-raised p-4 shadow-pop transition duration-200 data-[ending-style]:opacity-0 data-[starting-style]:translate-y-2 data-[starting-style]:opacity-0 ${toast.type === 'bad' ? 'border-bad/40' : 'border-line'}`}
    >
      <div className="min-w-0 grow">
        <Toast.Title className={`font-medium ${toast.type === 'bad' ? 'text-bad' : ''}`} />
        <Toast.Description className="mt-0.5 text-sm text-ink-2" />
      </div>
      <Toast.Close
        aria-label={words.close}
        className="-m-1 inline-flex size-7 items-center justify-center rounded-md text-ink-3 hover:bg-hover"
      >
        <X aria-hidden className="size-4" />
      </Toast.Close>
    </Toast.Root>
  ));
}
